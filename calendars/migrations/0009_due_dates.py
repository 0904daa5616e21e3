from django.db import migrations


def publish_anew(apps, schema_editor):
    """Hold every record against the ledger once more: it knows no due dates yet.

    What it has told is the same then, number by number.
    """
    apps.get_model("calendars", "Publication").objects.update(rendering=0)


class Migration(migrations.Migration):

    dependencies = [
        ('calendars', '0008_publisher_of_feeds'),
    ]

    operations = [
        migrations.RunPython(publish_anew, migrations.RunPython.noop),
    ]
