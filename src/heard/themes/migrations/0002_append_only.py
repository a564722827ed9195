"""How something was coded and chosen stays as it was; a theme can only be ended."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("themes", "0001_initial"), ("journal", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON themes_coding, themes_humancoding, themes_choice,"
            " themes_owntheme FROM heard_app;"
            "GRANT UPDATE (ended_at, ended_by_id) ON themes_owntheme TO heard_app;",
            "REVOKE UPDATE (ended_at, ended_by_id) ON themes_owntheme FROM heard_app;"
            "GRANT UPDATE, DELETE ON themes_coding, themes_humancoding, themes_choice,"
            " themes_owntheme TO heard_app;",
        )
    ]
