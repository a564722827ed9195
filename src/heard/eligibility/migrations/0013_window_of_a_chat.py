"""The survey in the window of a chat is asked at whatever hour the chat ends."""

from django.db import migrations

ON = """
    UPDATE eligibility_programme SET weekday_opens = '00:00', weekday_closes = '23:59:59',
        rest_opens = '00:00', rest_closes = '23:59:59' WHERE route = 'popup'
"""


class Migration(migrations.Migration):
    dependencies = [("eligibility", "0012_reviews_behind_the_wall")]

    operations = [migrations.RunSQL(ON, migrations.RunSQL.noop)]
