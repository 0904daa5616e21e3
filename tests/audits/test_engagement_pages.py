"""Who reads what of an audit's engagement: on its page, in lists for machines, and as JSON."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.copying import AuditCopying
from audits.models import InspectionScope, Regime
from jlis_gov.accounts.roles import COUNCIL_MEMBER, INSPECTOR
from records import journal
from tests.exported import body_of, rows_of_csv
from tests.factories import (
    AuditClassificationFactory,
    AuditCriterionFactory,
    AuditFactory,
    AuditorFactory,
    ConclusionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
OPEN = {
    "監査の目的": "規程の遵守の確認",
    "監査の範囲": "入退室の管理",
    "監査基準": "個人情報保護管理規程　第12条、JIS Q 15001",
    "監査対象期間": "平成28年４月～９月",
    "監査対象期間の初日": "2016-04-01",
    "監査対象期間の末日": "2016-09-30",
    "監査対象期間の精度": "month",
    "監査の方法": "書面・実地",
    "報告日": "2016-12-20",
}
INNER = {
    "重点項目": "秘密の重点",
    "開始会議日": "2016-11-08",
    "講評日": "2016-11-09",
    "報告書番号": "監報第５号",
    "報告先": "秘密の宛先",
    "結論": "概ね秘密",
    "結論の根拠": "秘密の根拠",
    "配付先": "秘密の配付先",
    "予定人日": "10",
    "実績人日": "4.5",
}


def member(name: str):
    call_command("sync_roles")
    user = UserFactory()
    user.groups.add(Group.objects.get(name=name))
    return user


@pytest.fixture
def audit():
    audit = AuditFactory(
        objective="規程の遵守の確認",
        scope_text="入退室の管理",
        period_text="平成28年４月～９月",
        by_documents=True,
        on_site=True,
        focus_points="秘密の重点",
        opening_on=date(2016, 11, 8),
        exit_on=date(2016, 11, 9),
        reported_on=date(2016, 12, 20),
        report_number="監報第５号",
        addressee="秘密の宛先",
        conclusion=ConclusionFactory(name="概ね秘密"),
        conclusion_basis="秘密の根拠",
        distribution="秘密の配付先",
    )
    AuditClassificationFactory(audit=audit)
    AuditCriterionFactory(audit=audit, standard="個人情報保護管理規程", clause="第12条", order=1)
    AuditCriterionFactory(audit=audit, standard="JIS Q 15001", order=2)
    AuditorFactory(audit=audit, planned_days="7.5", person_days="4.5")
    AuditorFactory(audit=audit, planned_days="2.5")
    return audit


def told(client) -> dict[str, str]:
    """The cells of the only line for machines, by their headings."""
    headings, line = rows_of_csv(client, "/audits/?_export=csv&_shape=machine")
    return dict(zip(headings, line, strict=True))


def secrets(text: str) -> list[str]:
    return [word for word in ("秘密", "監報第５号", "開始会議", "7.5", "4.5") if word in text]


@pytest.mark.parametrize("role", ["", COUNCIL_MEMBER])
def test_anyone_reads_what_an_audit_was_for_and_nothing_of_what_it_came_to(client, audit, role):
    if role:
        client.force_login(member(role))
    page = client.get(audit.get_absolute_url()).text
    for text in (
        "規程の遵守の確認",
        "JIS Q 15001",
        "平成28年４月～９月",
        "2016年4月～9月",
        "書面・実地",
    ):
        assert text in page
    cells = told(client)
    assert {name: cells[name] for name in OPEN} == OPEN
    assert not INNER.keys() & cells.keys()
    files = [
        body_of(client.get(f"/audits/?_export={kind}")).decode(errors="ignore")
        for kind in ("json", "csv")
    ]
    assert [secrets(text) for text in (page, *files)] == [[], [], []]


def test_who_reads_the_audit_in_full_reads_what_it_came_to(client, audit):
    client.force_login(UserFactory(staff=True))
    page = client.get(audit.get_absolute_url()).text
    for text in (
        "秘密の重点",
        "概ね秘密",
        "秘密の配付先",
        "監報第５号",
        "予定7.5人日",
        "実績4.5人日",
    ):
        assert text in page
    cells = told(client)
    assert {name: cells[name] for name in OPEN | INNER} == OPEN | INNER


def test_inspector_reads_in_full_what_is_within_the_scope_alone(client, audit):
    inspector = member(INSPECTOR)
    AuditFactory(regime=Regime.EXTERNAL, focus_points="秘密の外部")
    InspectionScope.objects.create(
        user=inspector,
        regime=Regime.INTERNAL,
        first_fiscal_year=2016,
        last_fiscal_year=2016,
        expires_on=date(2100, 3, 31),
    )
    client.force_login(inspector)
    assert "秘密の重点" in client.get(audit.get_absolute_url()).text
    headings, *lines = rows_of_csv(client, "/audits/?_export=csv&_shape=machine")
    place = headings.index("重点項目")
    assert sorted(line[place] for line in lines) == ["", "秘密の重点"]


def test_lines_for_machines_take_as_many_queries_for_three_audits_as_for_one(client, audit):
    client.force_login(UserFactory(staff=True))

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            rows_of_csv(client, "/audits/?_export=csv&_shape=machine")
        return len(found)

    queries()
    of_one = queries()
    for _more in range(2):
        other = AuditFactory(conclusion=ConclusionFactory())
        AuditCriterionFactory(audit=other)
        AuditorFactory(audit=other, planned_days="1")
    assert queries() == of_one


@pytest.fixture
def brought_in(admin_client, tmp_path, audit):
    """The list's own file for machines, each row of which is changed, and what becomes of it."""
    file = rows_of_csv(admin_client, "/audits/?_export=csv&_shape=machine")

    def bring_in(change) -> tuple[str, str]:
        path, out = tmp_path / "list.csv", StringIO()
        with path.open("w", encoding="utf-8", newline="") as written:
            csv.writer(written).writerows(map(change, file))
        try:
            call_command("import_table", path, table=9, fiscal_year=2016, stdout=out)
        except CommandError as error:
            return out.getvalue(), str(error)
        return out.getvalue(), ""

    bring_in.headings = file[0]
    return bring_in


def test_own_list_comes_in_again_and_one_changed_fact_is_an_error(brought_in):
    assert "unchanged 1, error 0" in brought_in(list)[0]
    told, refusal = brought_in(lambda row: [cell.replace("秘密の根拠", "別の") for cell in row])
    assert ("error 1" in told, bool(refusal)) == (True, True)


def test_list_of_an_earlier_version_that_lacks_the_engagement_comes_in_again(brought_in):
    later = {at for at, name in enumerate(brought_in.headings) if name in OPEN | INNER}
    assert len(later) == len(OPEN | INNER)

    def earlier(row):
        return [cell for at, cell in enumerate(row) if at not in later]

    assert "unchanged 1, error 0" in brought_in(earlier)[0]


def test_copy_of_an_audit_begins_with_its_object_and_method_and_not_with_its_results(audit):
    copying = AuditCopying()
    user = UserFactory(is_superuser=True)
    [row] = copying.rows(2016, 2017, user)
    with journal.change(actor="監査室", reason="年度計画"):
        [copy] = copying.write([row])
    assert [(row.standard, row.clause) for row in copy.criteria.all()] == [
        ("個人情報保護管理規程", "第12条"),
        ("JIS Q 15001", ""),
    ]
    kept = ("objective", "scope_text", "by_documents", "on_site", "remotely", "focus_points")
    assert [getattr(copy, name) for name in kept] == [getattr(audit, name) for name in kept]
    assert [copy.period_text, copy.reported_on, copy.exit_on, copy.opening_on] == [
        *("", None, None, None)
    ]
    assert [copy.conclusion, copy.conclusion_basis, copy.addressee, copy.distribution] == [
        *(None, "", "", "")
    ]


def test_year_that_an_objective_names_is_told_to_whoever_copies():
    AuditFactory(subject="契約", objective="平成27年度の指摘の確認")
    [row] = AuditCopying().rows(2016, 2017, UserFactory(is_superuser=True))
    assert row.notes == ["文言に年が含まれています。複写後に確認してください。"]
