"""Acknowledgements beside the observations that they are about."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.utils import translation

from audits.models import is_inspector
from dates import FiscalYear
from oversight.models import Acknowledgement, acknowledge
from oversight.observations import Noticed, key_of
from records import journal
from records.base import sees_internal

CODE_LENGTH = 16  # of the hexadecimal digits by which an address names an observation


def acknowledged(year: FiscalYear, at: date) -> dict[str, Acknowledgement]:
    """The acknowledgements in force at the end of `at` by the keys of their observations.

    Of several, that which lasts longest.
    """
    found = Acknowledgement.objects.filter(fiscal_year=year.year).in_force(at)
    rows = found.order_by("until", "pk").prefetch_related("subjects")
    return {key_of(one.rule, year, one.subject_uids(), one.detail): one for one in rows}


def beside(noticed: Iterable[Noticed], known: Mapping[str, Acknowledgement]) -> list[Noticed]:
    """The same observations, each with the acknowledgement that is in force for it."""
    return [replace(one, acknowledgement=known.get(one.key)) for one in noticed]


def without_acknowledged(noticed: Iterable[Noticed]) -> list[Noticed]:
    """Those that nobody has acknowledged, or no longer."""
    return [one for one in noticed if one.acknowledgement is None]


def reads_acknowledged(user: Any) -> bool:
    """True for whom an acknowledgement hides nothing: who keeps or reads them, and inspectors."""
    return sees_internal(user, Acknowledgement) or is_inspector(user)


def code_of(noticed: Noticed) -> str:
    """What an address names the observation by."""
    return sha256(noticed.key.encode()).hexdigest()[:CODE_LENGTH]


def give(
    noticed: Noticed, *, reason: str, until: date, on: date, by: Any, request: str
) -> Acknowledgement:
    """Acknowledge an observation on the day `on`. Raises `ValidationError`."""
    observation = noticed.observation
    with translation.override(settings.LANGUAGE_CODE):
        message = str(observation)
    new = Acknowledgement(
        rule=noticed.rule.code,
        fiscal_year=noticed.year.year,
        detail=observation.detail,
        message=message,
        reason=reason,
        given_on=on,
        until=until,
    )
    with journal.change(actor=by.get_username(), reason=reason, request=request):
        return acknowledge(new, [(one.label, one.uid) for one in observation.subjects])
