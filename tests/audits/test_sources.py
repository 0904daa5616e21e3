"""What calendars are told about audits and drills."""

import pytest
from django.utils import translation

from audits.sources import AuditSource, DrillSource
from calendars.entries import EntryStatus
from records import journal
from tests import factories

pytestmark = pytest.mark.django_db
AUDITS, DRILLS = AuditSource(), DrillSource()


@pytest.fixture
def kind():
    return factories.AuditTypeFactory(name="PMS内部監査", short_name="PMS監査", slug="pms")


@pytest.fixture
def centre():
    return factories.DepartmentFactory(slug="centre", name="住基全国センター", kind="centre")


@pytest.fixture
def unit(centre):
    return factories.DepartmentFactory(slug="unit", name="運用部", parent_department=centre)


@pytest.fixture
def audit(kind, unit):
    audit = factories.AuditFactory(schedule_text="平成28年８月８日", subject="")
    factories.AuditClassificationFactory(audit=audit, type=kind)
    factories.AuditTargetFactory(audit=audit, department=unit)
    return audit


def test_entry_is_the_audit_in_plain_values(audit):
    with translation.override("en"):
        [entry] = AUDITS.entries()
    assert entry.title == "PMS内部監査"
    assert entry.feed_title == "PMS監査 住基全国センター運用部"
    assert entry.subtitle == "住基全国センター運用部"
    assert entry.status == EntryStatus.HELD
    assert entry.keys == {
        "kind:audit",
        "fy:2016",
        "regime:internal",
        "department:unit",
        "department:centre",
    }
    assert entry.categories[0] == "監査"
    assert entry.categories[-1] == "PMS内部監査"
    assert entry.description.startswith("平成28年８月８日\n住基全国センター運用部\n")
    assert entry.path == f"/audits/{audit.uid}/"


def test_feed_of_a_department_holds_audits_of_all_the_others(audit, kind, centre):
    other = factories.DepartmentFactory(slug="other")
    rest = factories.AuditFactory(scope="all_others", subject="")
    factories.AuditClassificationFactory(audit=rest, type=kind)
    [entry] = AUDITS.entries(keys=["department:other"])
    assert entry.uid == str(rest.uid)
    assert entry.feed_title == "PMS監査 その他全部門"
    assert other.slug == "other"


def test_audit_of_the_agency_says_what_it_is_about():
    kind = factories.AuditTypeFactory(regime="accounting", short_name="会計監査")
    audit = factories.AuditFactory(regime="accounting", scope="agency", subject="決算監査")
    factories.AuditClassificationFactory(audit=audit, type=kind)
    [entry] = AUDITS.entries(keys=["regime:accounting"])
    assert entry.feed_title == "会計監査 決算監査"
    assert AUDITS.entries(keys=["regime:internal"]) == []


def test_audit_without_types_and_targets_is_not_nameless():
    factories.AuditFactory(subject="システムの運用")
    [entry] = AuditSource().entries()
    assert entry.feed_title == "システムの運用"


def test_renamed_department_changes_the_entries_of_its_parts(audit, centre):
    [before] = AUDITS.entries()
    with journal.change(actor="test", reason="renamed"):
        centre.short_name = "住基センター"
        centre.save()
    [after] = AUDITS.entries()
    assert after.changed_at > before.changed_at
    assert after.feed_title == "PMS監査 住基センター運用部"


def test_drill_is_an_entry_of_its_departments(unit):
    drill = factories.DrillFactory(schedule_text="平成28年７月、12月", scenario="回線の障害")
    factories.DrillDepartmentFactory(drill=drill, department=unit)
    [entry] = DRILLS.entries(keys=["department:centre", "kind:drill", "fy:2016"])
    assert entry.feed_title == "訓練 住基全国センター運用部"
    assert entry.title == "訓練（住基全国センター運用部）"
    assert entry.categories == ("訓練",)
    assert entry.description.endswith("回線の障害")
    assert entry.path == f"/drills/{drill.uid}/"
    assert DRILLS.entries(keys=["kind:audit"]) == []
    assert AUDITS.entries(keys=["kind:drill"]) == []


def test_keys_have_titles_where_anyone_may_know_them(unit):
    factories.DepartmentFactory(slug="hidden", internal=True)
    assert AUDITS.title_of("department:unit") == "住基全国センター運用部"
    assert AUDITS.title_of("department:hidden") is None
    assert AUDITS.title_of("regime:nothing") is None
    assert AUDITS.title_of("body:unit") is None
    assert AUDITS.title_of("regime:internal")
    assert AUDITS.title_of("kind:audit")
    assert DRILLS.title_of("kind:drill")
