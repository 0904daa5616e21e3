"""Tables 3 to 13 of the printed report of fiscal 2016, pasted into an empty register."""

from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from audits.models import Audit, AuditType, Drill
from jlis_gov.composition import IMPORTS
from jlis_gov.loading import load
from meetings.models import Body, Meeting
from records import journal
from records.imports import Mode, Options, Plan, Verdict, carry_out, folded, plan
from records.imports import reading as tabular
from records.journal.models import JournalEntry
from tests.printed_report import TEXT
from tests.record_of_2016 import load_record

pytestmark = pytest.mark.django_db
OPTIONS = Options(2016, "held")
# What needed a human, beside who there is (departments, bodies and their members) and the kinds of
# audit, which must be in the register first: approval and publication, which have doors of their
# own (an imported record is an internal draft), and what no table of the report says.
OWN_DOORS = {"life", "visibility"}
OF_AN_AGENDA_ITEM = {"kind", "matter", "outcome", "opinion"}
TITLES = {"平成28年度12月補正予算等": "平成28年度12月補正予算 等"}
TYPES = {  # table 11 has no column for them, so all are of the type that its title names
    ("accounting", 1): "期中監査",
    ("accounting", 3): "期中監査",
    ("accounting", 4): "決算監査",
    ("accounting", 5): "決算監査",
}
WORDINGS = {("accounting", 5): "平成29年５月11～19日\n平成29年５月25日"}
# What tells one register's row from another's of the same content.
IDENTITY = {"uid", "version", "meeting", "audit", "drill"}


def told(form: Any, names: dict[str, str]) -> Any:
    """A canonical form without identities, and with links by name."""
    left_out = IDENTITY | OWN_DOORS | OF_AN_AGENDA_ITEM
    if isinstance(form, dict):
        return {key: told(value, names) for key, value in form.items() if key not in left_out}
    if isinstance(form, list):
        return sorted((told(part, names) for part in form), key=repr)
    return names.get(form, form) if isinstance(form, str) else form


def record() -> dict[str, list[Any]]:
    """Audits, drills and meetings of fiscal 2016; no table has meetings without a number."""
    names = {str(audit.uid): f"{audit.regime} {audit.order}" for audit in Audit.objects.all()}
    kept = {
        "meetings": Meeting.objects.exclude(sessions__number=None),
        "audits": Audit.objects.all(),
        "drills": Drill.objects.all(),
    }
    return {
        kind: sorted(
            (told(one.canonical(), names) for one in rows.filter(fiscal_year=2016)), key=repr
        )
        for kind, rows in kept.items()
    }


@pytest.fixture
def expected(db) -> dict[str, list[Any]]:
    """The record that was typed by hand."""
    with transaction.atomic():
        load_record()
        found = record()
        transaction.set_rollback(True)
    return found


@pytest.fixture
def prepared(tmp_path):
    """A register that knows who there is and what kinds of audit, and nothing that happened."""
    parts = {"organization.toml": "", "meetings.toml": "[[meeting]]", "audits.toml": "[[audit]]"}
    for name, first in parts.items():
        text = (settings.BASE_DIR / "fixtures" / name).read_text("utf-8")
        kept = text.split(f"\n{first}\n")[0] if first else text
        (tmp_path / name).write_text(kept, "utf-8")
    with journal.change(actor="secretariat", reason="初期登録"):
        load(tmp_path)


def pasted(number: int) -> Plan:
    table = IMPORTS[number]
    sheet = tabular.read_pasted(TEXT, table.spec)
    table.check_title(sheet)
    return plan(table, sheet.rows, OPTIONS)


def mark_all_tracked(*numbers: int) -> None:
    for number in numbers:
        found = pasted(number)
        with journal.change(actor="clerk", reason=f"第{number}表の取込み"):
            carry_out(found, Mode.STOP)


def as_completed(kept: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """What was imported, after a human has added what the tables do not say."""
    kinds = {kind.name: str(kind.uid) for kind in AuditType.objects.filter(regime="accounting")}
    for audit in kept["audits"]:
        place = audit["regime"], audit["order"]
        if place in TYPES:
            audit["classifications"] = [{"type": kinds[TYPES[place]], "order": 1}]
        audit["schedule_override"] = WORDINGS.get(place, "")
    for meeting in kept["meetings"]:
        for item in meeting["agenda_items"]:
            item["title"] = TITLES.get(item["title"], item["title"])
    return {kind: sorted(forms, key=repr) for kind, forms in kept.items()}


def test_tables_pasted_from_the_report_reproduce_the_record(expected, prepared):
    mark_all_tracked(*IMPORTS)
    assert {kind: len(forms) for kind, forms in expected.items()} == {
        "meetings": 16,
        "audits": 46,
        "drills": 10,
    }
    assert as_completed(record()) == expected
    assert {(one.life, one.visibility) for one in Audit.objects.all()} == {("draft", "internal")}


def test_order_in_which_the_tables_come_does_not_matter(expected, prepared):
    mark_all_tracked(*reversed(IMPORTS))
    assert as_completed(record()) == expected


def test_tables_that_are_pasted_again_change_nothing(prepared):
    mark_all_tracked(*IMPORTS)
    entries = JournalEntry.objects.count()
    for number in IMPORTS:
        assert {item.verdict for item in pasted(number).items} == {Verdict.UNCHANGED}
    mark_all_tracked(*IMPORTS)
    assert JournalEntry.objects.count() == entries


def test_record_typed_by_hand_is_what_the_tables_say():
    load_record()
    for number in IMPORTS:
        assert {item.verdict for item in pasted(number).items} == {Verdict.UNCHANGED}


def test_without_departments_every_row_of_the_internal_audits_is_an_error(db):
    found = pasted(9)
    assert {item.verdict for item in found.items} == {Verdict.ERROR}


def members(body: Body) -> list[dict[str, Any]]:
    left_out = IDENTITY | {"body"}
    forms = (seat.canonical() for seat in body.memberships.order_by("order"))
    return [{key: form[key] for key in form if key not in left_out} for form in forms]


def test_members_pasted_from_the_report_are_those_of_the_record(prepared):
    """A PDF's line breaks are not known from blanks: those of 役職 were checked by hand."""
    body = Body.objects.get(slug="management-council")
    printed = members(body)
    with journal.change(actor="clerk", reason="取り直し"):
        for seat in body.memberships.all():
            seat.delete()
    mark_all_tracked(4)
    found = members(body)
    bare = [form | {"affiliation": folded(form["affiliation"])} for form in (*printed, *found)]
    assert bare[len(printed) :] == bare[: len(printed)]
    assert len(printed) == 6
    assert {item.verdict for item in pasted(4).items} == {Verdict.UNCHANGED}
