"""The one role of a person goes: whoever still reads it runs before this, and what it held is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_grants'),
    ]

    operations = [
        migrations.RemoveField(
            model_name='user',
            name='role',
        ),
        migrations.AlterField(
            model_name='user',
            name='changes',
            field=models.PositiveIntegerField(db_default=0, default=0, help_text='of roles or admission; each ends every session'),
        ),
    ]
