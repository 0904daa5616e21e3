"""Terms of office, which documents often leave unsaid."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


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
