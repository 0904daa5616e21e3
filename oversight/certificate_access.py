"""Who may see the certificate of duties, and how much of it."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.apps import apps
from django.urls import reverse

from dates import FiscalYear
from oversight.access import inspects_all, open_kinds
from oversight.certificate import Certificate, certificate, told
from oversight.models import Duty
from oversight.reading import read_facts
from oversight.reading_duties import read_all_duties
from records.base import sees_internal


def sees_certificate(user: Any, year: FiscalYear) -> bool:
    """Return True if `user` may read duties, and which of them were met in `year`."""
    return sees_internal(user, Duty) or inspects_all(user, year)


def certificate_for(user: Any, year: FiscalYear, at: date) -> Certificate:
    """The certificate of `year` as it stood by the end of `at`, as far as `user` may read."""
    facts = read_facts(range(year.year - 1, year.year + 1))
    found = certificate(facts, read_all_duties(), year, at)
    return told(found, open_kinds(user, year), _readable(found, user))


def address_in_certificate(year: FiscalYear, code: str) -> str:
    """The address of a duty's row in the certificate of `year`."""
    return f"{reverse('oversight:certificate', args=[year])}#duty-{code}"


def _readable(found: Certificate, user: Any) -> frozenset[str]:
    """The uids of the records named that `user` may read, in one query a kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for line in found.lines:
        for record in line.records:
            wanted[record.label].add(record.uid)
    seen: set[str] = set()
    for label, uids in wanted.items():
        model: Any = apps.get_model(label)
        rows = model.objects.visible_to(user).filter(uid__in=uids)
        seen |= {str(uid) for uid in rows.values_list("uid", flat=True)}
    return frozenset(seen)
