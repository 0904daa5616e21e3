"""Payloads get a table of their own, entries a request; what was chained keeps its format, 1."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from records.journal.retention import last_day

YEARS = 10  # the retention of every kind of record when this was written


def move_payloads(apps, schema_editor):
    entries = apps.get_model("records", "JournalEntry").objects.order_by("sequence")
    payloads = apps.get_model("records", "JournalPayload").objects
    batch = []
    for entry in entries.iterator():
        until = last_day(timezone.localdate(entry.at), YEARS)
        row = payloads.model(
            entry_id=entry.pk, salt=entry.salt, text=entry.payload, retain_until=until
        )
        batch.append(row)
        if len(batch) == 500:
            payloads.bulk_create(batch)
            batch = []
    payloads.bulk_create(batch)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='JournalPayload',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='kept', serialize=False, to='records.journalentry')),
                ('salt', models.CharField(max_length=32)),
                ('text', models.TextField()),
                ('retain_until', models.DateField(db_index=True, null=True)),
            ],
            options={
                'verbose_name': 'payload of a journal entry',
                'verbose_name_plural': 'payloads of journal entries',
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='journalentry',
            name='format',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='format'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='journalentry',
            name='request',
            field=models.CharField(blank=True, max_length=64, verbose_name='request'),
        ),
        migrations.AlterField(
            model_name='journalentry',
            name='action',
            field=models.CharField(choices=[('create', 'created'), ('change', 'changed'), ('delete', 'deleted'), ('dispose', 'old payloads disposed of')], max_length=10, verbose_name='action'),
        ),
        migrations.RunPython(move_payloads),
    ]
