"""The journal, and what the role that runs Heard may do here and in every table to come."""

import django.db.models.functions.datetime
from django.db import migrations, models

# The owner of the tables gives; `heard_app` runs Heard and owns nothing. What later migrations
# make is covered by the default privileges, so one that takes a right away depends on this one.
GRANT = """
    GRANT USAGE ON SCHEMA public TO heard_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO heard_app;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO heard_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public
        GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO heard_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO heard_app;
"""
TAKE_BACK = """
    ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON SEQUENCES FROM heard_app;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public REVOKE ALL ON TABLES FROM heard_app;
    REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM heard_app;
    REVOKE ALL ON ALL TABLES IN SCHEMA public FROM heard_app;
    REVOKE ALL ON SCHEMA public FROM heard_app;
"""
APPEND_ONLY = "REVOKE UPDATE, DELETE, TRUNCATE ON journal_entry FROM heard_app;"
CHANGEABLE = "GRANT UPDATE, DELETE ON journal_entry TO heard_app;"


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('actor_id', models.TextField(help_text='plain id, no foreign key: a row outlives its actor')),
                ('actor', models.TextField(help_text="the actor's label as it was")),
                ('act', models.TextField(help_text='the verb, for example consent.opt_out')),
                ('subject', models.TextField(help_text='what it was done to, for example person:3f…')),
                ('reason', models.TextField(blank=True)),
            ],
            options={
                'indexes': [models.Index(fields=['subject', 'at'], name='journal_entry_subject')],
            },
        ),
        migrations.RunSQL(GRANT, reverse_sql=TAKE_BACK),
        migrations.RunSQL(APPEND_ONLY, reverse_sql=CHANGEABLE),
    ]
