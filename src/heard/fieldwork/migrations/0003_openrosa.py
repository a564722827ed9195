"""Devices that bring forms by OpenRosa, and files that come with a form and stay as they came."""

import django.db.models.deletion
import heard.vault.fields
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('fieldwork', '0002_append_only'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='rejected',
            name='settled_at',
            field=models.DateTimeField(help_text='when it was taken after all', null=True),
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('instance', models.TextField()),
                ('name', models.TextField()),
                ('kind', models.TextField(help_text='its media type, which its content agrees with')),
                ('content', models.CharField(help_text='SHA-256 of the file', max_length=64)),
                ('sealed', heard.vault.fields.SealedTextField(help_text='the file in base64')),
                ('received_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('instance', 'name'), name='fieldwork_attachment_once')],
            },
        ),
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.TextField(help_text="what tells it from the person's other devices")),
                ('username', models.CharField(help_text='in HTTP authentication', max_length=32, unique=True)),
                ('token_hash', models.BinaryField(max_length=32, unique=True)),
                ('digest', heard.vault.fields.SealedTextField(help_text='the HA1 of RFC 2617, which is as good as the secret')),
                ('made_at', models.DateTimeField()),
                ('revoked_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('network', models.CharField(help_text='print of the address of this day', max_length=64)),
                ('at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['network', 'at'], name='fieldwork_refusal_network')],
            },
        ),
        migrations.RunSQL(
            "REVOKE UPDATE, DELETE ON fieldwork_attachment FROM heard_app;",
            "GRANT UPDATE, DELETE ON fieldwork_attachment TO heard_app;",
        ),
    ]
