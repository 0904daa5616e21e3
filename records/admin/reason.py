"""The reason for a change, as the admin's forms ask for it."""

from typing import Any

from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils.translation import gettext_lazy as _

from records import base


class ReasonField(base.ReasonField):
    """Not always needed: a record that nobody has seen may change without a word."""

    def __init__(self, **kwargs: Any) -> None:
        usual = {
            "label": _("reason for the change"),
            "required": False,
            "widget": AdminTextareaWidget(attrs={"rows": 2}),
        }
        super().__init__(**(usual | kwargs))


class RecordReasonField(ReasonField):
    """The reason on a record's own form, which decides whether something changes at all.

    Being required is shown, and not held against an empty one.
    """

    def validate(self, value: str) -> None:
        if value:
            super().validate(value)
