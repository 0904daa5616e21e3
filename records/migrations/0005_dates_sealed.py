"""Entries say in whose name, and until when what they say must be kept (chain format 4)."""

from django.db import migrations, models

from records.journal import triggers


def without_triggers(_apps, schema_editor):
    """SQLite remakes the table, and refuses to while triggers name it."""
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('records', '0004_exports_journalled'),
    ]

    operations = [
        migrations.RunPython(without_triggers, migrations.RunPython.noop),
        migrations.AddField(
            model_name='journalentry',
            name='on_behalf_of',
            field=models.CharField(blank=True, db_default='', default='', max_length=200, verbose_name='on behalf of'),
        ),
        migrations.AddField(
            model_name='journalentry',
            name='retain_until',
            field=models.DateField(blank=True, null=True, verbose_name='must be kept until'),
        ),
        migrations.AlterField(
            model_name='journalentry',
            name='action',
            field=models.CharField(choices=[('create', 'created'), ('change', 'changed'), ('delete', 'deleted'), ('dispose', 'old payloads disposed of'), ('export', 'handed over'), ('seal', 'dates of disposal sealed'), ('intake', 'taken in as it stood')], max_length=10, verbose_name='action'),
        ),
        migrations.RunPython(triggers.migrate, migrations.RunPython.noop),
    ]
