"""Layouts that an office remembers: made, renamed and removed in changes of their own."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jlis_gov.accounts import roles
from jlis_gov.composition import INTAKES
from jlis_gov.importing.layouts import built_in_named
from jlis_gov.importing.tracked import LAYOUT
from jlis_gov.models import ImportLayout
from records import change, journal
from records.base import validate_text
from records.lists import one_line

OFFICES = (roles.SECRETARIAT, roles.AUDIT_OFFICE)
REPORTS = gettext_lazy("“%(name)s” is a layout of the annual report. Please take another name.")
TAKEN = gettext_lazy(
    "There is a layout “%(name)s” already. Please take another name, or choose that layout first "
    "to correct it."
)


def offices_of(user: Any) -> list[str]:
    """The offices that an account belongs to, by their roles."""
    held = set(user.groups.values_list("name", flat=True))
    return [office for office in OFFICES if office in held]


def layouts_for(user: Any) -> QuerySet[ImportLayout]:
    """The layouts of kinds that `user` may bring in, made in one of the offices of `user`.

    An administrator has those of all offices; what was made in none is for all.
    """
    kinds = [kind for kind, table in INTAKES.items() if user.has_perms(table.rights)]
    found = ImportLayout.objects.filter(kind__in=kinds)
    return found if user.is_superuser else found.filter(office__in=["", *offices_of(user)])


def by_name(layouts: Iterable[ImportLayout]) -> dict[str, ImportLayout]:
    """Layouts by their names, those of one name with their office."""
    known = list(layouts)
    names = Counter(one.name for one in known)
    return {one.name if names[one.name] == 1 else one.full_name: one for one in known}


def remember(
    name: str,
    fields: dict[str, str],
    *,
    kind: str,
    used: ImportLayout | None,
    user: Any,
    request: str = "",
) -> None:
    """Keep the fields of headings under a name, or correct the layout that was `used`.

    Raises `ValidationError` for a name that another layout of the office has.
    """
    name, office = one_line(name), next(iter(offices_of(user)), "")
    is_same = used is not None and used.name == name
    layout = used if used and is_same else ImportLayout(kind=kind, office=office, name=name)
    layout.fields = fields
    _save(layout, user, _("Layout remembered"), request)


def rename(layout: ImportLayout, name: str, *, user: Any, request: str = "") -> None:
    """Give a layout another name. Raises `ValidationError`."""
    layout.name = one_line(name)
    _save(layout, user, _("Layout renamed"), request)


def forget(layout: ImportLayout, *, user: Any, request: str = "") -> None:
    """Remove a layout."""
    with journal.change(actor=user.get_username(), reason=_("Layout removed"), request=request):
        change.mark_row(LAYOUT, layout.pk)
        layout.delete()


def _save(layout: ImportLayout, user: Any, reason: str, request: str) -> None:
    """Save a layout under a name that is free. Raises `ValidationError`."""
    validate_text(layout.name, multiline=False)
    if any(built_in_named(kind, layout.name) for kind in INTAKES):
        raise ValidationError(REPORTS, params={"name": layout.name})
    same = ImportLayout.objects.filter(kind=layout.kind, office=layout.office, name=layout.name)
    taken = ValidationError(TAKEN, params={"name": layout.name})
    if same.exclude(pk=layout.pk).exists():
        raise taken
    layout.clean_fields()
    try:
        with journal.change(actor=user.get_username(), reason=reason, request=request):
            layout.save()
            change.mark_row(LAYOUT, layout.pk)
    except IntegrityError as error:  # another window was faster
        raise taken from error
