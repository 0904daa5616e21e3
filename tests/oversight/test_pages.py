"""The pages of oversight, with the record of fiscal 2016 and with one and three audits."""

import re
from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext

from audits.models import Audit, InspectionScope
from jlis_gov.accounts import roles
from oversight import views
from records import journal
from tests import factories
from tests.exported import text_in
from tests.record_of_2016 import load_record


class RecordTests(TestCase):
    """Loads the record once for all of its tests."""

    @classmethod
    def setUpTestData(cls):
        load_record()
        cls.office = factories.UserFactory(staff=True)

    def setUp(self):
        self.client.force_login(self.office)

    def test_observations_stand_with_their_records(self):
        page = self.client.get("/oversight/fy2016/").text
        assert "平成28年５月の監事監査（例月監査）の記録がありません。" in page
        assert page.count('class="observation"') == 12

    def test_heading_has_one_calendar_and_the_page_the_other_one_once(self):
        for path in (
            *("/oversight/fy2016/", "/oversight/fy2016/duties/", "/reports/2016/"),
            *("/coverage/fy2016/", "/coverage/fy2016/years/"),
        ):
            page = self.client.get(path).text
            heading = re.search("(?s)<h1[^>]*>(.*?)</h1>", page)[1]
            assert ("平成28年度" in heading, "2016" in heading) == (True, False), path
            other = re.findall('(?s)<p class="other-calendar" lang="ja">(.*?)</p>', page)
            assert other == ["2016年度"], path

    def test_executive_is_shown_what_is_severe_and_the_rest_when_asked(self):
        call_command("sync_roles", verbosity=0, stdout=StringIO())
        executive = factories.UserFactory()
        executive.groups.add(Group.objects.get(name=roles.EXECUTIVE))
        self.client.force_login(executive)
        brief, whole = (self.client.get(f"/oversight/fy2016/{ask}").text for ask in ("", "?all=1"))
        assert "平成28年５月の監事監査（例月監査）の記録がありません。" not in brief
        assert "平成28年５月の監事監査（例月監査）の記録がありません。" in whole
        assert [text.count("全ての検出事項を表示") for text in (brief, whole)] == [1, 0]

    def test_pictures_stand_above_the_tables_of_their_numbers(self):
        page = self.client.get("/oversight/fy2016/")
        pictures = {one.name: one for one in page.context["pictures"]()}
        assert list(pictures) == ["heat-map", "flow", "ageing", "workload", "certificates"]
        assert [pictures[name].svg for name in ("flow", "ageing")] == ["", ""]  # nobody found any
        work = [[cell.text for cell in row] for row in pictures["workload"].rows]
        # Tables 3 and 5 of the report: the two councils met on 8 and 22 June, and none else did.
        assert work[2][:2] == ["平成28年６月（2016年6月）", "2"]
        assert page.text.count('role="img"') == 2  # the certificates have no days to be drawn
        assert page.text.count("プライバシーマーク") == 1

    def test_link_leads_to_the_latest_year_that_has_records(self):
        assert self.client.get("/oversight/").url == "/oversight/fy2017/"

    def test_coverage_shows_each_department_with_its_audits(self):
        page = self.client.get("/coverage/fy2016/")
        row = next(row for row in page.context["page"].rows if row.name == "教育研修部")
        assert row.cells[0].text == "実施済（平成29年２月９日）"
        assert [link.text for link in row.cells[0].links] == [
            "PMS内部監査（平成28年11月17日～平成29年２月９日）"
        ]

    def test_years_of_one_kind_stand_side_by_side_as_far_as_there_are_records(self):
        address = "/coverage/fy2017/years/?years=5&kind=pms-internal"
        page = self.client.get(address)
        assert [str(year) for year in page.context["found"].years] == ["2016", "2017"]
        row = next(row for row in page.context["page"].rows if row.name == "教育研修部")
        done, not_recorded, standing = row.cells
        assert (done.text, done.short) == ("実施済", "H29.2.9")
        assert not_recorded.text == "記録なし"
        assert standing.short == "最後は平成28年度（平成29年２月９日）、１年度は記録なし"
        assert "教育研修部" in text_in(self.client.get(f"{address}&_export=xlsx").content)

    def test_years_of_all_kinds_say_when_the_last_audit_was(self):
        page = self.client.get("/coverage/fy2016/years/")
        row = next(row for row in page.context["page"].rows if row.name == "教育研修部")
        assert row.cells[0].text == "最後は平成28年度（平成29年２月９日） (平成28年度 実施済)"

    def test_number_of_years_and_kind_that_there_are_not_are_refused(self):
        for query in ("years=4", "kind=nothing"):
            page = self.client.get(f"/coverage/fy2016/years/?{query}")
            assert (page.status_code, "field-wrong" in page.text) == (400, True), query

    def test_file_of_the_coverage_holds_what_the_page_does_and_is_journalled(self):
        body = self.client.get("/coverage/fy2016/?_export=xlsx").content
        assert "教育研修部" in text_in(body)
        entry = journal.JournalEntry.objects.order_by("-sequence").first()
        assert '"what":"coverage"' in entry.payload

    def test_year_without_records_has_pages_all_the_same(self):
        for path in ("/oversight/fy2020/", "/coverage/fy2020/"):
            assert self.client.get(path).status_code == 200


@pytest.mark.django_db
def test_inspector_is_told_of_no_department_and_no_kind_that_is_internal(client):
    call_command("sync_roles", verbosity=0)
    user = factories.UserFactory()
    user.groups.add(Group.objects.get(name=roles.INSPECTOR))
    InspectionScope.objects.create(
        user=user, first_fiscal_year=2016, last_fiscal_year=2016, expires_on=date(2999, 1, 1)
    )
    client.force_login(user)
    for visibility in ("public", "internal"):
        facts = {"visibility": visibility, "life": "registered"}
        department = factories.DepartmentFactory(name=f"{visibility}部", **facts)
        kind = factories.AuditTypeFactory(
            name=f"{visibility}監査", regime="internal", cycle_months=12, **facts
        )
        audit = factories.AuditFactory(regime="internal", status="held", fiscal_year=2016, **facts)
        factories.AuditClassificationFactory(audit=audit, type=kind)
        factories.AuditTargetFactory(audit=audit, department=department)
    coverage = "/coverage/fy2016/"
    for path in (coverage, f"{coverage}?_export=csv", f"{coverage}years/", "/oversight/fy2016/"):
        text = client.get(path).text
        assert [name for name in ("internal部", "internal監査") if name in text] == [], path
    assert "public部" in client.get("/coverage/fy2016/").text


@pytest.mark.django_db
def test_inspector_is_told_of_no_audit_of_a_year_beyond_the_scope(client):
    call_command("sync_roles", verbosity=0)
    user = factories.UserFactory()
    user.groups.add(Group.objects.get(name=roles.INSPECTOR))
    InspectionScope.objects.create(
        user=user, first_fiscal_year=2016, last_fiscal_year=2016, expires_on=date(2999, 1, 1)
    )
    client.force_login(user)
    facts = {"visibility": "public", "life": "registered"}
    department = factories.DepartmentFactory(name="情報処理部", **facts)
    kind = factories.AuditTypeFactory(regime="internal", cycle_months=12, **facts)
    audit = factories.AuditFactory(
        regime="internal",
        status="held",
        fiscal_year=2015,
        schedule_text="平成27年９月７日",
        visibility="internal",
        life="registered",
    )
    factories.AuditClassificationFactory(audit=audit, type=kind)
    factories.AuditTargetFactory(audit=audit, department=department)
    for path in ("/coverage/fy2016/", "/coverage/fy2016/years/"):
        text = client.get(path).text
        assert "情報処理部" in text
        assert not re.search("平成27年|H27|2015", text), path


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["/oversight/fy2016/", "/coverage/fy2016/", "/coverage/fy2016/years/"]
)
def test_queries_do_not_grow_with_audits(client, path):
    client.force_login(factories.UserFactory(staff=True))
    office = factories.DepartmentFactory(slug="audit-office")
    numbers = []
    for made in (1, 1, 2):  # with the first, Django asks what it then knows for good
        for _one in range(made):
            kind = factories.AuditTypeFactory(regime="internal", cycle_months=12)
            audit = factories.AuditFactory(regime="internal", status="held")
            factories.AuditClassificationFactory(audit=audit, type=kind)
            factories.AuditTargetFactory(audit=audit, department=office)
            factories.FindingFactory(audit=audit, found_on=date(2016, 12, 1))
            factories.CertificationFactory()
        rows = Audit.objects.all()
        factories.AuditPlanFactory(rows=rows, revision=len(numbers), reason="追加")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        numbers.append(len(queries))
    assert numbers[1] == numbers[2]


@pytest.mark.django_db
def test_many_observations_are_counted_and_shown_when_asked(client, monkeypatch):
    monkeypatch.setattr(views, "SHOWN", 1)
    client.force_login(factories.UserFactory(staff=True))
    for day in ("平成28年５月３日", "平成28年５月４日"):  # holidays both
        factories.MeetingFactory(schedule_text=day, life="registered")
    some, whole = (client.get(f"/oversight/fy2016/{ask}").text for ask in ("", "?all=1"))
    assert [text.count('class="observation"') for text in (some, whole)] == [1, 2]
    assert [text.count(">2件<") for text in (some, whole)] == [1, 1]
    assert "全ての検出事項を表示（参考：2件）" in some
    assert "全ての検出事項を表示" not in whole


@pytest.mark.django_db
def test_inspector_reads_why_the_plan_leaves_out_what_may_be_known(client):
    call_command("sync_roles", verbosity=0)
    user = factories.UserFactory()
    user.groups.add(Group.objects.get(name=roles.INSPECTOR))
    InspectionScope.objects.create(
        user=user,
        regime="internal",
        first_fiscal_year=2016,
        last_fiscal_year=2016,
        expires_on=date(2999, 1, 1),
    )
    client.force_login(user)
    facts = {"visibility": "public", "life": "registered"}
    internal, auditor = (
        factories.AuditTypeFactory(regime=regime, **facts) for regime in ("internal", "auditor")
    )
    known = factories.DepartmentFactory(**facts)
    secret = factories.DepartmentFactory(visibility="internal", life="registered")
    rows = (internal, known), (internal, secret), (auditor, known), (internal, None)
    factories.AuditPlanFactory(omitted=rows)
    shown = client.get("/coverage/fy2016/").context["omissions"]
    assert [(row.type, row.department) for row in shown] == [(internal, known), (internal, None)]
