"""What a finding may not become is refused on every way there: in many, restored, and undone."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import Finding
from records import journal
from records.base import with_parts
from records.history.restoring import restore
from records.history.undoing import undo_change
from records.journal.models import JournalEntry
from tests import factories
from tests.records.admin.bulk_pages import bulk_address, confirm, look, problems

pytestmark = pytest.mark.django_db
NAMED = "今の監査の監査手続に関連付けられています"
CHECKED = {
    "completed_on": date(2017, 3, 10),
    "effectiveness_checked_on": date(2017, 3, 20),
    "was_effective": True,
}


@pytest.fixture
def finding():
    audit = factories.AuditFactory(internal=True, schedule_text="平成29年２月８日")
    values = {"audit": audit, "found_on": date(2017, 2, 8), "due_on": date(2017, 3, 31)}
    return factories.FindingFactory(internal=True, **values)


def changed(finding: Finding, **values) -> Finding:
    with journal.change(actor="test", reason="訂正"):
        kept = Finding.objects.get(pk=finding.pk)
        for name, value in values.items():
            setattr(kept, name, value)
        kept.full_clean()
        kept.save()
    return kept


def entries(finding: Finding) -> list[JournalEntry]:
    found = JournalEntry.objects.with_payloads().filter(record_uid=finding.uid)
    return list(found.order_by("sequence"))


def refused_in_many(client, finding: Finding, name: str, value: object) -> str:
    """What the page of many at once says of the finding; nothing is changed by confirming it."""
    address, before = bulk_address(f"set-{name}", finding), JournalEntry.objects.count()
    said = problems(look(client, address, **{name: value}))[finding.pk]
    confirm(client, address, **{name: value})
    assert JournalEntry.objects.count() == before
    return said


def moved_and_named(finding: Finding) -> Finding:
    """The finding, moved to another audit, whose procedure names it since."""
    other = factories.AuditFactory(internal=True, schedule_text="平成29年２月８日")
    moved = changed(finding, audit=other)
    factories.ProcedureFindingFactory(procedure__audit=other, finding=moved)
    return moved


def test_finding_that_a_procedure_names_is_not_moved(finding):
    moved = moved_and_named(finding)
    with pytest.raises(ValidationError, match=NAMED):
        changed(moved, audit=finding.audit)
    assert Finding.objects.get().audit == moved.audit


def test_finding_that_a_procedure_names_is_not_restored_to_another_audit(finding):
    moved = moved_and_named(finding)
    with journal.change(actor="test", reason="復元"), pytest.raises(ValidationError, match=NAMED):
        restore(record=moved, entry=entries(moved)[0])
    assert Finding.objects.get().audit == moved.audit


def test_move_of_a_finding_that_a_procedure_names_is_not_undone(finding, admin_user):
    moved = moved_and_named(finding)
    first, last = entries(moved)
    take_back = undo_change({moved.pk: last}, {moved.pk: first}, admin_user)
    kept = with_parts(Finding).get()
    with journal.change(actor="test", reason="取消し"), pytest.raises(ValidationError, match=NAMED):
        take_back(kept)
    assert Finding.objects.get().audit == moved.audit


def test_closed_finding_is_not_given_in_many_to_whom_documents_are_asked_of(admin_client, finding):
    factories.CorrectiveActionFactory(finding=finding, **CHECKED)
    closed = changed(finding, closed_on=date(2017, 3, 31))
    asked = factories.DocumentRequestFactory(audit=closed.audit)
    factories.RequestStepFactory(request=asked, taken_on=date(2017, 2, 1))
    said = refused_in_many(admin_client, closed, "department", asked.department_id)
    assert f"№{asked.number}" in said


def test_finding_is_not_given_in_many_to_the_department_that_checked_it(admin_client, finding):
    checker = factories.DepartmentFactory()
    values = {"checked_by": "甲", "checker_department": checker, **CHECKED}
    factories.CorrectiveActionFactory(finding=finding, **values)
    said = refused_in_many(admin_client, finding, "department", checker.pk)
    assert "確認者が、処置を行った本人又は担当部門の人です" in said


def test_due_date_is_not_set_in_many_behind_an_extension(admin_client, finding):
    factories.DueDateExtensionFactory(finding=finding, due_on=date(2017, 4, 28))
    assert "期限" in refused_in_many(admin_client, finding, "due_on", "2017-05-31")


def test_finding_is_not_closed_by_a_restore_while_documents_are_asked_for(finding):
    department = factories.DepartmentFactory()
    factories.CorrectiveActionFactory(finding=finding, **CHECKED)
    closed = changed(finding, department=department, closed_on=date(2017, 3, 31))
    open_again = changed(closed, closed_on=None)
    asked = factories.DocumentRequestFactory(audit=finding.audit, department=department)
    factories.RequestStepFactory(request=asked, taken_on=date(2017, 2, 1))
    number = f"№{asked.number}"
    with journal.change(actor="test", reason="復元"), pytest.raises(ValidationError, match=number):
        restore(record=open_again, entry=entries(closed)[-2])
    assert Finding.objects.get().closed_on is None


def test_reopening_is_not_undone_while_documents_are_asked_for(finding, admin_user):
    department = factories.DepartmentFactory()
    factories.CorrectiveActionFactory(finding=finding, **CHECKED)
    closed = changed(finding, department=department, closed_on=date(2017, 3, 31))
    open_again = changed(closed, closed_on=None)
    asked = factories.DocumentRequestFactory(audit=finding.audit, department=department)
    factories.RequestStepFactory(request=asked, taken_on=date(2017, 2, 1))
    *_earlier, before, last = entries(open_again)
    take_back, number = (
        undo_change({closed.pk: last}, {closed.pk: before}, admin_user),
        asked.number,
    )
    with journal.change(actor="test"), pytest.raises(ValidationError, match=f"№{number}"):
        take_back(with_parts(Finding).get())
    assert Finding.objects.get().closed_on is None


def test_rules_of_findings_ask_as_often_for_three_as_for_one(finding):
    def asked() -> int:
        rows = with_parts(Finding).with_names().with_rules()
        with CaptureQueriesContext(connection) as queries:
            for one in rows:
                one.clean()
        return len(queries)

    checker = factories.DepartmentFactory(parent_department=factories.DepartmentFactory())
    findings = [finding, *(factories.FindingFactory() for _ in range(2))]
    factories.CorrectiveActionFactory(finding=finding, checker_department=checker)
    factories.ProcedureFindingFactory(procedure__audit=finding.audit, finding=finding)
    number = asked()
    for one in findings[1:]:
        factories.CorrectiveActionFactory(finding=one, checker_department=checker)
        factories.ProcedureFindingFactory(procedure__audit=one.audit, finding=one)
    assert asked() == number
