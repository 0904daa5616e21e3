"""The codes and matters by which a duty names what meets it: only those that the register knows."""

from collections.abc import Callable, Iterable, Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audits.models import AuditType
from meetings.models import AgendaItem, Body
from oversight.models.duty_choices import MetBy
from oversight.models.submission import SubmissionKind

UNKNOWN = _("There is no “%(unknown)s”. Known are: %(known)s.")
NO_CODES = _("What meets it has no codes. Please leave this empty, or choose what meets it.")


def _bodies() -> Iterable[str]:
    return Body.objects.values_list("slug", flat=True)


def _audit_types() -> Iterable[str]:
    return AuditType.objects.values_list("slug", flat=True)


CODES: Mapping[str, Callable[[], Iterable[str]]] = {
    MetBy.ITEM: _bodies,
    MetBy.SITTING: _bodies,
    MetBy.AUDIT: _audit_types,
    MetBy.SUBMISSION: lambda: SubmissionKind.values,
}


def check_codes(met_by: str, codes: str) -> None:
    """Raise `ValidationError` where one of `codes`, parted by spaces, is none of that kind."""
    if codes.split() and met_by not in CODES:
        raise ValidationError(NO_CODES)
    if codes.split():
        _check(codes, CODES[met_by]())


def check_matters(matters: str) -> None:
    """Raise `ValidationError` where one of `matters`, parted by spaces, is none of an item."""
    _check(matters, AgendaItem.Matter.values)


def _check(named: str, known: Iterable[str]) -> None:
    known = list(known)
    if unknown := [one for one in named.split() if one not in known]:
        params = {"unknown": " ".join(unknown), "known": " ".join(sorted(known)) or "―"}
        raise ValidationError(UNKNOWN, params=params)
