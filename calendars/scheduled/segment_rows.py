"""The indexed row that each segment of a kept schedule becomes."""

from django.db import models

from dates import Precision


class SegmentRow(models.Model):
    """One segment, derived on save: the known bounds that questions about a period meet.

    A subclass declares `record`, a foreign key with `related_name="segments"`. An open end is known
    to the end of the day, month or year it starts in, an open start likewise.
    """

    position = models.PositiveSmallIntegerField()
    first_day = models.DateField()
    last_day = models.DateField()
    precision = models.CharField(max_length=12, choices=[(p, p) for p in Precision])

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["position"]
        indexes = [
            models.Index(
                fields=["first_day", "last_day", "record"], name="%(app_label)s_%(class)s_days"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_forward",
                condition=models.Q(last_day__gte=models.F("first_day")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day}/{self.last_day} ({self.precision})"
