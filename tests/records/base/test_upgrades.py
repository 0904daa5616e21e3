"""Steps from one canonical form to the next are pure, and taken wherever an old form is read."""

import copy

import pytest

from organization.models import Department
from records import journal
from records.base import upgrades
from records.journal.models import JournalEntry
from records.papers import verify
from tests.factories import DepartmentFactory

FORM = {"name": "監査室", "targets": [{"role": "target"}, {"role": "included"}]}
TODAY = Department.schema


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (upgrades.added(note="", days=None), FORM | {"note": "", "days": None}),
        (upgrades.removed("name"), {"targets": FORM["targets"]}),
        (upgrades.renamed(name="title"), {"title": "監査室", "targets": FORM["targets"]}),
        (
            upgrades.in_part("targets", upgrades.renamed(role="part")),
            {"name": "監査室", "targets": [{"part": "target"}, {"part": "included"}]},
        ),
        (
            upgrades.in_turn(upgrades.removed("targets"), upgrades.added(order=1)),
            {"name": "監査室", "order": 1},
        ),
    ],
)
def test_step_makes_the_next_form_and_leaves_the_old_one(step, expected):
    before = copy.deepcopy(FORM)
    assert step(FORM) == expected
    assert before == FORM


@pytest.fixture
def after_two_steps(db, monkeypatch) -> Department:
    """A department whose entries are of today's schema, under a program two steps further."""
    DepartmentFactory(name="監査室")
    original = Department.canonical
    monkeypatch.setattr(Department, "schema", TODAY + 2)
    monkeypatch.setattr(
        Department,
        "upgrades",
        {TODAY: upgrades.renamed(name="title"), TODAY + 1: upgrades.added(colour="none")},
    )

    def canonical(self) -> dict:
        return upgrades.renamed(name="title")(original(self)) | {"colour": "none"}

    monkeypatch.setattr(Department, "canonical", canonical)
    return Department.objects.get()


def test_new_field_does_not_look_like_tampering(after_two_steps):
    assert verify().faults == []


def test_save_after_a_new_field_is_no_change(after_two_steps):
    with journal.change(actor="suzuki"):
        after_two_steps.save()
    assert JournalEntry.objects.count() == 1


def test_change_after_a_new_field_is_written_in_the_new_schema(after_two_steps):
    with journal.change(actor="suzuki"):
        after_two_steps.name = "新"
        after_two_steps.save()
    last = JournalEntry.objects.with_payloads().last()
    assert (last.schema, last.form()["title"], last.form()["colour"]) == (TODAY + 2, "新", "none")
    assert verify().faults == []


def test_missing_step_is_an_error_and_no_change_of_the_record(after_two_steps, monkeypatch):
    monkeypatch.setattr(Department, "upgrades", {TODAY: upgrades.renamed(name="title")})
    with pytest.raises(LookupError), journal.change(actor="suzuki"):
        after_two_steps.save()
    assert len(verify().faults) == 1


@pytest.mark.django_db
def test_form_of_a_newer_program_is_an_error(monkeypatch):
    DepartmentFactory()
    with pytest.raises(LookupError):
        Department.upgraded({}, TODAY + 1)
