from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("responses", "0018_asked_behind_the_wall")]

    operations = [
        migrations.AddIndex(
            model_name="response",
            index=models.Index(fields=["submitted_at"], name="responses_response_newest"),
        ),
    ]
