"""Departments named by what takes place, and held against its days."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import ScheduledRecord
from organization.models import Department
from records.base import Part


class ConcernedDepartment(Part):
    """A department that a scheduled record names, once; `not_there` says that it did not exist."""

    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="%(class)s_rows",
        verbose_name=_("department"),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    names: ClassVar[tuple[str, ...]] = ("department",)
    not_there: ClassVar[str | Promise]

    class Meta:
        abstract = True
        verbose_name = _("department")
        verbose_name_plural = _("departments")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return str(self.department)

    def clean(self) -> None:
        super().clean()
        require_existence(self, getattr(self, self.part_of), self.not_there)


def require_existence(row: Part, record: ScheduledRecord, message: Any) -> None:
    """Raise `ValidationError` where the department of `row` did not exist on days of `record`.

    Nothing is asked of a row that stays as it is kept, on the days that are kept: its department
    has ended since, and old records stay open to corrections.
    """
    department: Any = getattr(row, "department", None)
    if department is None or not record.fiscal_year or department.existed(*record.days()):
        return
    rows: Any = type(row)._base_manager
    kept = rows.filter(pk=row.pk, department=department).first()
    held = type(record)._base_manager.filter(pk=record.pk).first()
    if kept is None or held is None or held.days() != record.days():
        days = {"from": department.valid_from or "", "until": department.valid_until or ""}
        params = {"department": department} | days
        raise ValidationError({"department": ValidationError(message, params=params)})
