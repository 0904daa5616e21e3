"""The elements of a finding, and the name that people call it by."""

from itertools import count
from typing import Any

from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audits.models.types import Regime

ELEMENTS = (
    *("criteria", "clause", "deficiency", "cause", "effect", "evidence"),
    *("recommendation", "similar_cases", "owner"),
)
LONGEST_HEADING = 60  # characters
_TOO_HIGH = 10_000
_MARKS = {
    Regime.INTERNAL: "内",
    Regime.EXTERNAL: "外",
    Regime.ACCOUNTING: "会",
    Regime.AUDITOR: "監",
}


class Elements(models.Model):
    """What a finding says beside the condition that was found, `summary`.

    IIA Global Internal Audit Standards 14.3 and 14.4; GAO Government Auditing Standards 6.25. Empty
    where nothing is on record.
    """

    class Deficiency(models.TextChoices):
        """Where a control fails: in its design, or in its operation."""

        DESIGN = "design", _("design")
        OPERATION = "operation", _("operation")

    class Response(models.TextChoices):
        """Whether the department agrees with the finding."""

        AGREED = "agreed", _("agreed")
        PARTLY = "partly", _("partly agreed")
        DISAGREED = "disagreed", _("not agreed")

    reference = models.CharField(
        _("reference"),
        max_length=30,
        blank=True,
        help_text=_("What people call it: 2026-内-03. Left empty, the next of its year is taken."),
    )
    title = models.CharField(
        _("title"), max_length=200, blank=True, help_text=_("In a few words: 入退室記録の不備")
    )
    criteria = models.TextField(
        _("criteria"), blank=True, help_text=_("What should be: the regulation or the standard")
    )
    clause = models.CharField(
        _("clause"), max_length=200, blank=True, help_text=_("For example 第12条第２項")
    )
    cause = models.TextField(_("cause"), blank=True, help_text=_("Why it came about, at its root"))
    effect = models.TextField(
        pgettext_lazy("of a finding", "effect"),
        blank=True,
        help_text=_("What it leads to, or may lead to"),
    )
    evidence = models.TextField(
        pgettext_lazy("of a finding", "evidence"),
        blank=True,
        help_text=_("The papers and facts on which it rests"),
    )
    recommendation = models.TextField(_("recommendation"), blank=True)
    similar_cases = models.TextField(
        _("similar cases"),
        blank=True,
        help_text=_("Where else it was looked for, and what was seen there"),
    )
    deficiency = models.CharField(_("deficiency"), max_length=10, choices=Deficiency, blank=True)
    owner = models.CharField(
        pgettext_lazy("of a finding", "owner"),
        max_length=100,
        blank=True,
        help_text=_("By office: 情報処理部長"),
    )
    public_summary = models.TextField(
        _("summary for the public"),
        blank=True,
        help_text=_(
            "What anyone may read once the finding is published, beside its reference, the fiscal "
            "year, its grade and whether its measures are completed. Nothing else is ever public."
        ),
    )
    summary: Any  # the condition, which the finding itself has

    response = models.CharField(_("response"), max_length=10, choices=Response, blank=True)

    class Meta:
        abstract = True

    @property
    def elements(self) -> list[tuple[str, str]]:
        """Its elements beside the condition, by their labels; without those that are empty."""
        return filled_fields(self, *ELEMENTS)

    @property
    def heading(self) -> str:
        """Its title, else the first words of what was found."""
        return self.title or Truncator(self.summary).chars(LONGEST_HEADING)


def filled_fields(row: models.Model, *names: str) -> list[tuple[str, str]]:
    """The texts of these fields that are not empty, by their labels."""
    found = []
    for name in names:
        column: Any = row._meta.get_field(name)
        shown = getattr(row, f"get_{name}_display", None) if column.choices else None
        if text := str(shown() if shown else getattr(row, name)):
            found.append((str(capfirst(column.verbose_name)), text))
    return found


def next_reference(finding: type[Any], fiscal_year: int, regime: str) -> str:
    """The reference that follows those of the findings of a year under a regime: 2026-内-03.

    A typed one of more than four digits counts for nothing: those after it would soon be too long.
    """
    head = f"{fiscal_year}-{_MARKS[Regime(regime)]}-"
    used = finding._base_manager.filter(reference__startswith=head)
    tails = (text.removeprefix(head) for text in used.values_list("reference", flat=True))
    taken = {int(tail) for tail in tails if tail.isdecimal()}
    last = max((number for number in taken if number < _TOO_HIGH), default=0)
    number = next(number for number in count(last + 1) if number not in taken)
    return f"{head}{number:02d}"
