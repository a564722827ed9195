import heard.vault.fields
import uuid6
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField(default=uuid6.uuid7, unique=True)),
                ('kind', models.TextField(help_text='which guard is asked before it is claimed')),
                ('subject', models.TextField(help_text='what the guard knows it by; not personal')),
                ('channel', models.TextField()),
                ('address', heard.vault.fields.SealedTextField(null=True)),
                ('body', heard.vault.fields.SealedTextField(null=True)),
                ('fragments', models.PositiveSmallIntegerField()),
                ('state', models.TextField(choices=[('created', 'Created'), ('claimed', 'Claimed'), ('unknown', 'Unknown'), ('sending', 'Sending'), ('pending', 'Pending'), ('sent', 'Sent'), ('technical-failure', 'Technical Failure'), ('temporary-failure', 'Temporary Failure'), ('permanent-failure', 'Permanent Failure'), ('delivered', 'Delivered'), ('cancelled', 'Cancelled')], default='created')),
                ('reason', models.TextField(blank=True, help_text='why it was cancelled or failed: a code')),
                ('posted_at', models.DateTimeField()),
                ('not_before', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('claimed_at', models.DateTimeField(null=True)),
                ('gateway_id', models.TextField(blank=True, help_text="the gateway's own name for it")),
                ('settled_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at'], name='delivery_letter_due')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'subject'), name='delivery_letter_once'), models.CheckConstraint(condition=models.Q(('state__in', ['created', 'claimed', 'unknown', 'sending', 'pending', 'sent', 'technical-failure', 'temporary-failure', 'permanent-failure', 'delivered', 'cancelled'])), name='delivery_letter_state'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('created', 'claimed')), ('due_at__isnull', False)), models.Q(models.Q(('state__in', ('created', 'claimed')), _negated=True), models.Q(('due_at__isnull', False), _negated=True)), _connector='OR'), name='delivery_letter_queued_is_due'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('sent', 'technical-failure', 'temporary-failure', 'permanent-failure', 'delivered', 'cancelled')), ('settled_at__isnull', False)), models.Q(models.Q(('state__in', ('sent', 'technical-failure', 'temporary-failure', 'permanent-failure', 'delivered', 'cancelled')), _negated=True), models.Q(('settled_at__isnull', False), _negated=True)), _connector='OR'), name='delivery_letter_final_is_settled'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('sent', 'technical-failure', 'temporary-failure', 'permanent-failure', 'delivered', 'cancelled')), ('address__isnull', True)), models.Q(models.Q(('state__in', ('sent', 'technical-failure', 'temporary-failure', 'permanent-failure', 'delivered', 'cancelled')), _negated=True), models.Q(('address__isnull', True), _negated=True)), _connector='OR'), name='delivery_letter_final_has_no_address'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('sent', 'technical-failure', 'temporary-failure', 'permanent-failure', 'delivered', 'cancelled')), ('body__isnull', True)), models.Q(models.Q(('state__in', ('sent', 'technical-failure', 'temporary-failure', 'permanent-failure', 'delivered', 'cancelled')), _negated=True), models.Q(('body__isnull', True), _negated=True)), _connector='OR'), name='delivery_letter_final_has_no_body')],
            },
        ),
        migrations.CreateModel(
            name='Receipt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.UUIDField()),
                ('status', models.TextField(choices=[('created', 'Created'), ('claimed', 'Claimed'), ('unknown', 'Unknown'), ('sending', 'Sending'), ('pending', 'Pending'), ('sent', 'Sent'), ('technical-failure', 'Technical Failure'), ('temporary-failure', 'Temporary Failure'), ('permanent-failure', 'Permanent Failure'), ('delivered', 'Delivered'), ('cancelled', 'Cancelled')])),
                ('occurred_at', models.DateTimeField()),
                ('received_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reference', 'status'), name='delivery_receipt_once'), models.CheckConstraint(condition=models.Q(('status__in', ('sending', 'pending', 'sent', 'technical-failure', 'temporary-failure', 'permanent-failure', 'delivered'))), name='delivery_receipt_status')],
            },
        ),
    ]
