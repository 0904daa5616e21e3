"""The seven roles of docs/ja/roles/ as groups with permissions; `manage.py sync_roles` makes them.

A role says what somebody may do with a whole kind of record. Which departments a contact speaks for
and what an inspector may look into stands on the account (`Contact`, `InspectionScope`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from jlis_gov.accounts.tracked import GROUP
from jlis_gov.composition import ROOMS
from records import change, journal
from records.base import READ_HISTORY, JournalledModel, Record

EXECUTIVE = "役員"
STATUTORY_AUDITOR = "監事"
COUNCIL_MEMBER = "会議体委員"
CONTACT = "部門担当者"
SECRETARIAT = "事務局"
AUDIT_OFFICE = "監査室"
INSPECTOR = "検査者"

# Those who work for the agency, and so may have a deputy or be one.
STAFF_ROLES = (EXECUTIVE, STATUTORY_AUDITOR, CONTACT, SECRETARIAT, AUDIT_OFFICE)

# The audit office keeps the accounts; what makes an account more than its role stays with the
# administrator (`jlis_gov.admin.AccountAdmin`).
_ACCOUNTS = frozenset(
    f"{app}.{action}_{model}"
    for app, model in (
        ("auth", "user"),
        ("organization", "contact"),
        ("audits", "inspectionscope"),
        ("organization", "deputy"),
    )
    for action in ("add", "change", "delete", "view")
) - {"auth.delete_user"}
_CALENDARS = {"calendars.view_subscription", "calendars.change_subscription"}  # change: revoke
KEPT_FROM_DEPUTIES = _ACCOUNTS | _CALENDARS
_MAILS = {f"records.{action}_mail" for action in ("view", "change", "delete")}
_JOURNAL = "records.view_journalentry"
_DISPOSAL = {"records.view_disposalregister", "records.approve_disposalregister"}
_SETTINGS = {f"records.{action}_agencysettings" for action in ("add", "change", "view")} | {
    f"records.{action}_retentionperiod" for action in ("add", "change", "delete", "view")
}
_OF_RECORDS = _MAILS | _DISPOSAL | _SETTINGS | {_JOURNAL, "records.view_reading"}
# What executives, who read all else, do not: the papers on which the audit office works.
_WORKING_PAPERS = {
    *("audits.view_procedure", "audits.view_documentrequest"),
    "oversight.view_acknowledgement",
}
_OF_THE_OFFICE = {"audits.view_documenttemplate"}


class RolesError(RuntimeError):
    """A role needs a permission that the database has not."""


@dataclass(frozen=True, slots=True)
class Role:
    """A group's name, which never changes, its permissions as `app.codename`, and these in words.

    A person whose role `is_office` works in the admin.
    """

    name: str
    permissions: frozenset[str]
    words: Promise
    is_office: bool = False


@dataclass(frozen=True, slots=True)
class Repair:
    """The changes that `sync` made to a role's group."""

    role: Role
    is_new: bool
    added: tuple[str, ...]
    removed: tuple[str, ...]


def roles() -> tuple[Role, ...]:
    """Every role, from the one that may do least with the records to the one that may do most."""
    seen = frozenset(_rights(ROOMS, "view")) - _OF_THE_OFFICE
    overseeing = _keeping("oversight") | _deciding("oversight")
    # An acknowledgement words what it is about: of audits and findings, too.
    acknowledging = {right for right in overseeing if "acknowledge" in right}
    decided = _deciding("audits", "organization", "jlis_gov")
    return (
        Role(COUNCIL_MEMBER, frozenset(), _("reads what is public, after signing in")),
        Role(
            CONTACT,
            frozenset(
                {
                    "organization.read_as_contact",
                    "audits.answer_finding",
                    "audits.submit_documentrequest",
                }
            ),
            _(
                "reads what concerns the departments named below, answers their findings, and "
                "submits the documents that they are asked for"
            ),
        ),
        Role(
            EXECUTIVE,
            seen - _WORKING_PAPERS,
            _("reads all records and findings, not their history"),
        ),
        Role(
            INSPECTOR,
            frozenset({"audits.read_in_scope"}),
            _("reads audits and findings within the inspections named below, with their history"),
        ),
        Role(
            STATUTORY_AUDITOR,
            seen | {READ_HISTORY, "audits.record_results"},
            _("reads all records, findings and history; records the results of auditors' audits"),
        ),
        Role(
            SECRETARIAT,
            _keeping("meetings")
            | _deciding("meetings")
            | (overseeing - acknowledging)
            | {_JOURNAL},
            _("keeps, approves and publishes meetings; keeps and approves submissions and duties"),
            is_office=True,
        ),
        Role(
            AUDIT_OFFICE,
            _keeping(*ROOMS) | decided | overseeing | _ACCOUNTS | _CALENDARS | _OF_RECORDS,
            _("keeps all records and the accounts; approves and publishes all but meetings"),
            is_office=True,
        ),
    )


def _keeping(*rooms: str) -> frozenset[str]:
    """The rights to write the records of `rooms`, with their parts."""
    return frozenset(_rights(rooms, "add", "change", "delete", "view", kind=JournalledModel))


def _deciding(*rooms: str) -> frozenset[str]:
    """The rights to approve the records of `rooms`, and to publish what may be public of them."""
    return frozenset(_rights(rooms, "approve", "publish"))


def _rights(
    rooms: Iterable[str], *actions: str, kind: type[models.Model] = Record
) -> Iterator[str]:
    for room in rooms:
        for model in apps.get_app_config(room).get_models():
            if issubclass(model, kind):
                there = set(actions) & set(model._meta.default_permissions)
                if issubclass(model, Record) and not model.may_be_public:
                    there.discard("publish")
                yield from (f"{room}.{action}_{model._meta.model_name}" for action in there)


@transaction.atomic
def sync() -> list[Repair]:
    """Make the groups of all roles, or repair their permissions; what is in order stays untouched.

    Groups of other names and the members of these are left alone. Once there are accounts, the
    journal takes in all of them as they stand, and all groups. Raises `RolesError`.
    """
    label = Concat(F("content_type__app_label"), Value("."), F("codename"))
    labelled = Permission.objects.annotate(label=label).order_by("pk")
    keys = dict(labelled.values_list("label", "pk"))
    wanted = roles()
    missing = {right for role in wanted for right in role.permissions} - keys.keys()
    if missing:
        raise RolesError(", ".join(sorted(missing)))
    with journal.change(actor="sync_roles"):
        repairs = [repair for role in wanted if (repair := _repaired(role, keys))]
        if get_user_model()._base_manager.exists():  # before, a group gives nobody anything
            names = [role.name for role in wanted]
            change.mark_row(
                GROUP, *Group.objects.filter(name__in=names).values_list("pk", flat=True)
            )
            change.mark_all_tracked()
    return repairs


def _repaired(role: Role, keys: dict[str, int]) -> Repair | None:
    group, is_new = Group.objects.get_or_create(name=role.name)
    names = {key: name for name, key in keys.items()}
    held = {names[key] for key in group.permissions.values_list("pk", flat=True)}
    added, removed = sorted(role.permissions - held), sorted(held - role.permissions)
    if not (is_new or added or removed):
        return None
    group.permissions.set([keys[name] for name in role.permissions])
    return Repair(role, is_new, tuple(added), tuple(removed))
