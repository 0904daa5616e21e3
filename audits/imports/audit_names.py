"""The audits that tables of findings name: by ID, or by name and day within a fiscal year."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from audits.models import Audit
from records.imports import Options, Row, UnknownWordError, filled, folded

NO_ID = _("“%(text)s” is the ID of no audit in the register.")
NO_AUDIT = _("There is no audit “{name}” in this fiscal year.")
SEVERAL = _(
    "Several audits of the year are called “%(name)s”: %(when)s. Please say which, by its days or "
    "by its ID."
)
NOT_THEN = _("No audit “%(name)s” took place then. On record are: %(when)s.")


class AuditNames:
    """Reads which audit a row means; asks for the year's audits once, when it is made."""

    def __init__(self, options: Options) -> None:
        self.options = options
        year = Audit.objects.current().in_fiscal_year(options.fiscal_year)
        self.year = list(year.with_parts())
        self._by_uid: dict[str, Audit | None] = {str(each.uid): each for each in self.year}

    def of(self, row: Row) -> Audit:
        """The audit that a row names. Raises `ValidationError` and `UnknownWordError`."""
        if text := row.cells.get("audit_id", "").strip():
            return self.with_id(text)
        text = filled(row, "audit")
        name = folded(self.options.words.get(text, text))
        called = [each for each in self.year if name in (folded(str(each)), folded(each.type_text))]
        if not called:
            known = [str(each) for each in self.year]
            raise UnknownWordError(text, format_lazy(NO_AUDIT, name=text), known)
        return self._one(text, called, row.cells.get("audit_when", "").strip())

    def with_id(self, text: str) -> Audit:
        """The audit of an ID, whatever its year. Raises `ValidationError`."""
        if text not in self._by_uid:
            self._by_uid[text] = self._asked(text)
        if (found := self._by_uid[text]) is None:
            raise ValidationError(NO_ID, params={"text": text})
        return found

    def _asked(self, text: str) -> Audit | None:
        try:
            uid = UUID(text)
        except ValueError:
            return None
        return Audit.objects.current().with_parts().filter(uid=uid).first()

    def _one(self, name: str, called: list[Audit], when: str) -> Audit:
        """The one of these audits that took place then. Raises `ValidationError`."""
        if when:
            draft = Audit(fiscal_year=self.options.fiscal_year, schedule_text=when)
            draft.read_schedule()
            then = [each for each in called if each.days() == draft.days()]
        else:
            then = called
        if len(then) != 1:
            days = "、".join(each.official_schedule for each in called)
            message = SEVERAL if then else NOT_THEN
            raise ValidationError(message, params={"name": name, "when": days})
        return then[0]
