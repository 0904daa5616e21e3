"""The journal's entries of accounts, groups and tokens, in words for whoever may view these."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from audits.models import InspectionScope
from calendars.feeds import Subscription
from organization.contacts import name_of
from organization.models import Contact, Department, Deputy
from records.history import DayWords, label_of
from records.journal import Form, Worded

User = get_user_model()


def holders(keys: Collection[int], user: Any) -> Mapping[int, str]:
    """Whose accounts these are, for whoever may view accounts."""
    if not user.has_perm("auth.view_user"):
        return {}
    found = User._base_manager.filter(pk__in=keys)
    return {one.pk: name_of(one) for one in found}


def holders_of_tokens(keys: Collection[int], user: Any) -> Mapping[int, str]:
    """Whose tokens these are."""
    rows = dict(Subscription._base_manager.filter(pk__in=keys).values_list("pk", "user_id"))
    names = holders(set(rows.values()), user)
    return {key: names[account] for key, account in rows.items() if account in names}


def groups(keys: Collection[int], user: Any) -> Mapping[int, str]:
    """The names of these groups."""
    return dict(Group.objects.filter(pk__in=keys).values_list("pk", "name"))


def account(form: Form, user: Any, day: DayWords) -> Worded:
    """The rights of an account, in words."""
    flags = {name: [_yes_or_no(form[name])] for name in ("is_active", "is_staff", "is_superuser")}
    visible = Department.objects.visible_to(user).filter(uid__in=form["departments"])
    names = {str(uid): name for uid, name in visible.values_list("uid", "name")}
    until = label_of(InspectionScope._meta.get_field("expires_on"))
    inspections = []
    for one in form["inspections"]:
        years = {name: one[name] for name in ("first_fiscal_year", "last_fiscal_year")}
        scope = InspectionScope(regime=one["regime"], **years)
        inspections.append(f"{scope} {until}: {day(date.fromisoformat(one['expires_on']))}")
    return _labelled(User, flags) | {
        "groups": (_("roles"), form["groups"]),
        "rights": (label_of(User._meta.get_field("user_permissions")), form["rights"]),
        "departments": (label_of(Contact), [names.get(uid, uid) for uid in form["departments"]]),
        "inspections": (label_of(InspectionScope), inspections),
    }


def person(form: Form, user: Any, day: DayWords) -> Worded:
    """Whose an account is."""
    return _labelled(User, {name: [value] if value else [] for name, value in form.items()})


def password(form: Form, user: Any, day: DayWords) -> Worded:
    """The words for who set a password, and for whether one can sign in with it."""
    by = form["by"]
    setter = _("a command") if by is None else holders([by], user).get(by, str(by))
    return {
        "by": (_("set by"), [setter]),
        "is_usable": (_("opens the account"), [_yes_or_no(form["is_usable"])]),
    }


def deputies(keys: Collection[int], user: Any) -> Mapping[int, str]:
    """Who the deputies are, and for whom."""
    rows = Deputy.objects.filter(pk__in=keys).values_list("pk", "person_id", "deputy_id")
    found = {key: people for key, *people in rows}
    names = holders({one for people in found.values() for one in people}, user)
    text = _("%(deputy)s for %(person)s")
    return {
        key: text % {"deputy": names[deputy], "person": names[person]}
        for key, (person, deputy) in found.items()
        if {person, deputy} <= names.keys()
    }


def deputy(form: Form, user: Any, day: DayWords) -> Worded:
    """Who may act for whom, from when to when, and why."""
    names = holders([form["person"], form["deputy"]], user)
    people = {name: [names.get(form[name], str(form[name]))] for name in ("person", "deputy")}
    days = {name: [day(date.fromisoformat(form[name]))] for name in ("first_day", "last_day")}
    return _labelled(Deputy, people | days | {"reason": [form["reason"]]})


def address(form: Form, user: Any, day: DayWords) -> Worded:
    """The words for who set a mail address, and for whether links that open go there."""
    by = form["by"]
    setter = _("a command") if by is None else holders([by], user).get(by, str(by))
    return {
        "by": (_("set by"), [setter]),
        "is_confirmed": (_("confirmed"), [_yes_or_no(form["is_confirmed"])]),
    }


def second_factor(form: Form, user: Any, day: DayWords) -> Worded:
    """The second factors of an account, by name."""
    names = {
        "totp": _("codes of an app"),
        "recovery_codes": _("recovery codes"),
        "webauthn": _("a passkey"),
    }
    return {"types": (_("second factor"), [names.get(one, one) for one in form["types"]])}


def directory(form: Form, user: Any, day: DayWords) -> Worded:
    """The roles that the directory gave, and that it knows who signs in."""
    return {
        "identities": (_("signs in by the directory"), [_yes_or_no(bool(form["identities"]))]),
        "roles": (_("roles by the directory"), form["roles"]),
    }


def group(form: Form, user: Any, day: DayWords) -> Worded:
    """The name of a group, and the rights that it gives."""
    rights = label_of(Group._meta.get_field("permissions"))
    return _labelled(Group, {"name": [form["name"]]}) | {"rights": (rights, form["rights"])}


def token(form: Form, user: Any, day: DayWords) -> Worded:
    """Whose a token is, and until when it is good."""
    key, revoked = form["account"], form["revoked_at"]
    at = revoked and timezone.localdate(datetime.fromisoformat(revoked))
    return _labelled(
        Subscription,
        {
            "user": [holders([key], user).get(key, str(key))],
            "expires_on": [day(date.fromisoformat(form["expires_on"]))],
            "revoked_at": [day(at)] if at else [],
        },
    )


def _labelled(model: type[Model], values: Mapping[str, list[str]]) -> Worded:
    fields: Callable[[str], Any] = model._meta.get_field
    return {name: (label_of(fields(name)), items) for name, items in values.items()}


def _yes_or_no(value: bool) -> str:
    return _("Yes") if value else _("No")
