"""Terms of office, which documents often leave unsaid."""

import re
from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from dates import NotationError, Precision, read
from records.imports import ColumnSpec

NO_DAY = _("“%(text)s” is no day.")
NO_TERM = _("“%(text)s” is no term from a day to a day.")
_FULL_TERM = re.compile(r"(?P<first>.*?)(?:～|〜|~|から)(?P<last>.*?)(?:まで)?")


def in_office(on: date, first_of_year: date) -> Q:
    """Those in office on `on`: by their term, or where it is unknown as attested.

    An unknown term counts when a document names the person for a day from `first_of_year` to `on`.
    """
    known = Q(term_from__isnull=False) | Q(term_until__isnull=False)
    has_begun = Q(term_from=None) | Q(term_from__lte=on)
    has_not_ended = Q(term_until=None) | Q(term_until__gte=on)
    attested = Q(attested_on__gte=first_of_year, attested_on__lte=on)
    return (known & has_begun & has_not_ended) | (~known & attested)


class Term(models.Model):
    """From when until when somebody holds an office, both days included; None is unknown."""

    term_from = models.DateField(_("in office from"), null=True, blank=True)
    term_until = models.DateField(_("in office until"), null=True, blank=True)
    attested_on = models.DateField(
        _("attested on"),
        null=True,
        blank=True,
        help_text=_("The day for which a document names the person, where the term is unknown."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_term_runs_forward",
                condition=Q(term_from=None)
                | Q(term_until=None)
                | Q(term_until__gte=F("term_from")),
                violation_error_message=_("A term cannot end before it begins."),
            ),
        ]

    def was_in_office(self, on: date, first_of_year: date) -> bool:
        """True where `in_office` holds of this row."""
        if self.term_from is None and self.term_until is None:
            return self.attested_on is not None and first_of_year <= self.attested_on <= on
        has_begun = self.term_from is None or self.term_from <= on
        return has_begun and (self.term_until is None or self.term_until >= on)


def day_of(text: str, fiscal_year: int) -> date | None:
    """The one day that a cell says, None for a blank. Raises `ValidationError`."""
    text = text.strip()
    if not text:
        return None
    try:
        segments = read(text, fiscal_year=fiscal_year).schedule.segments
    except NotationError as error:
        raise ValidationError(NO_DAY, params={"text": text}) from error
    days = {(one.start, one.end) for one in segments if one.precision == Precision.DAY}
    if len(segments) != 1 or len(days) != 1 or segments[0].start != segments[0].end:
        raise ValidationError(NO_DAY, params={"text": text})
    return segments[0].start


def read_term(cells: Mapping[str, str], fiscal_year: int) -> tuple[date | None, date | None]:
    """The first and last day in office as a row says them. Raises `ValidationError`."""
    term = cells.get("term", "").strip()
    first, last = cells.get("term_from", ""), cells.get("term_until", "")
    if term:
        match = _FULL_TERM.fullmatch("".join(term.split()))
        if match is None:
            raise ValidationError(NO_TERM, params={"text": term})
        first, last = match["first"], match["last"]
    return day_of(first, fiscal_year), day_of(last, fiscal_year)


def term_text(term: tuple[date | None, date | None]) -> str:
    """A term as documents write it; empty where neither end is known."""
    return "～".join(day.isoformat() if day else "" for day in term) if any(term) else ""


def term_columns() -> tuple[ColumnSpec, ...]:
    """The columns of a term in tables of any form: in one cell, or its ends in two."""
    return (
        ColumnSpec(
            "term",
            "任期",
            ("在任期間", "任期期間", "委嘱期間"),
            required=False,
            words="任期|在任期間",
        ),
        ColumnSpec(
            "term_from",
            "就任日",
            ("就任年月日", "任期開始日", "委嘱日", "任命日", "任期始期", "就任"),
            required=False,
            words="就任|委嘱(?:年月)?日|任命|任期.*(?:開始|始期|自)",
        ),
        ColumnSpec(
            "term_until",
            "退任日",
            ("退任年月日", "任期満了日", "任期終了日", "任期終期", "任期満了"),
            required=False,
            words="退任|満了|任期.*(?:終了|終期|至)",
        ),
    )
