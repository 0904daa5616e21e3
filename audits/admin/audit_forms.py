"""Forms of audits: days that have come, and rows held against the audit as typed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audits.forms import PastDays
from audits.models import COVERING, Audit
from calendars.admin import ScheduledForm
from records.admin import PartFormSet
from records.base import Life
from records.journal import REASON_FIELD

LAST_TARGET = _(
    "This audit is approved and would name no target department. Please add one, choose another "
    "scope, or say under “reason for the change” why it names none."
)


class AuditForm(PastDays, ScheduledForm):
    """An audit with its types below it on the same page."""

    past_days = ("reported_on",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.types_are_typed = True


class ClassificationFormSet(PartFormSet):
    """The types of an audit, at least one, which can come to its conclusion."""

    needs_one = _("An audit needs at least one type.")

    def clean(self) -> None:
        super().clean()
        types = [form.cleaned_data["type"] for form in self.rows()]
        if not self.has_wrong_rows:
            try:
                self.instance.check_conclusion(types)
            except ValidationError as error:  # it names a field that is the audit's
                raise ValidationError(error.messages) from error


class TargetFormSet(PartFormSet):
    """The departments of an audit; an approved one loses the last of them for a reason only."""

    def clean(self) -> None:
        super().clean()
        audit = self.instance
        is_settled = audit.life == Life.REGISTERED and audit.scope == Audit.Scope.LISTED
        has_reason = bool(self.data.get(REASON_FIELD, "").strip())
        if not is_settled or has_reason or self.has_wrong_rows:
            return
        roles = {form.cleaned_data.get("role") for form in self.rows()}
        kept = Audit.objects.filter(pk=audit.pk).first()
        if not roles & set(COVERING) and kept and not kept.lacks():
            raise ValidationError(LAST_TARGET, code="incomplete")
