"""The journal's tables take their last shape, and their triggers."""

from django.db import migrations

from records.journal import triggers


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0002_journal_payloads'),
    ]

    operations = [
        migrations.RemoveField(model_name='journalentry', name='payload'),
        migrations.RemoveField(model_name='journalentry', name='salt'),
        migrations.RunPython(triggers.migrate),
    ]
