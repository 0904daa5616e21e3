import calendars.ical.rendering
from django.db import migrations, models


BYTES = [("calendars_publishedpiece", "body"), ("calendars_publishedevent", "block")]


def publish_anew(apps, schema_editor):
    """Answer 503 until the next publication has joined the pieces; every number stays."""
    publication = apps.get_model("calendars", "Publication")
    publication.objects.update(rendering=0, published_at=None)


def keep_bytes_as_they_are(apps, schema_editor):
    """To compress them anew at each change, and back for each reader, costs more than the room."""
    if schema_editor.connection.vendor == "postgresql":
        for table, column in BYTES:
            schema_editor.execute(
                f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL"
            )


class Migration(migrations.Migration):

    dependencies = [
        ('calendars', '0004_personal_calendars'),
    ]

    operations = [
        migrations.DeleteModel(name='PublishedPiece'),
        migrations.CreateModel(
            name='PublishedPiece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(blank=True, max_length=100)),
                ('fiscal_year', models.PositiveSmallIntegerField()),
                ('shown', models.CharField(choices=[(calendars.ical.rendering.ShownIn['ALWAYS'], calendars.ical.rendering.ShownIn['ALWAYS']), (calendars.ical.rendering.ShownIn['SPAN'], calendars.ical.rendering.ShownIn['SPAN']), (calendars.ical.rendering.ShownIn['MONTHLY'], calendars.ical.rendering.ShownIn['MONTHLY'])], max_length=10)),
                ('first', models.DateField()),
                ('digest', models.CharField(max_length=64)),
                ('body', models.BinaryField()),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('key', 'shown', 'fiscal_year', 'first'), name='piece_is_joined_once')],
            },
        ),
        migrations.RunPython(keep_bytes_as_they_are, migrations.RunPython.noop),
        migrations.RunPython(publish_anew, migrations.RunPython.noop),
    ]
