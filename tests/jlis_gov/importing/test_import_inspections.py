"""Inspections received come in from tables of any form."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import Authority, InspectionReceived
from tests.factories import AuthorityFactory, DepartmentFactory, UserFactory
from tests.jlis_gov.importing.test_import_any_table import answer, lines
from tests.jlis_gov.importing.test_importing import may
from tests.jlis_gov.importing.test_importing_any import give

pytestmark = pytest.mark.django_db
KIND = "inspections-received"
HEAD = ("検査機関", "検査の種類", "検査事項", "受検部署", "検査日", "結果")
ROWS = (
    ("会計検査院", "会計実地検査", "契約", "総務部", "令和７年６月３日～５日", "指摘なし"),
    ("", "書面検査", "", "", "令和７年10月", ""),
    ("総務大臣", "立入検査", "安全管理", "総務部、事業部", "令和７年11月６日", ""),
)


@pytest.fixture(autouse=True)
def known():
    for name in ("総務部", "事業部"):
        DepartmentFactory(name=name)
    for name in ("会計検査院", "総務大臣（主務大臣）"):
        AuthorityFactory(name=name)


def told():
    return [
        (one.authority.name, one.name, one.asked, one.departments_text, one.result, one.life)
        for one in InspectionReceived.objects.with_parts().order_by("pk")
    ]


def test_inspections_come_in_with_authority_matter_result_and_departments(tmp_path):
    found, refusal = answer(lines(tmp_path, HEAD, *ROWS), kind=KIND, dry_run=False)
    assert (refusal, found["written"], found["unmapped"]) == ("", 3, [])
    assert told() == [
        ("会計検査院", "会計実地検査", "契約", "総務部", "指摘なし", "draft"),
        ("会計検査院", "書面検査", "", "", "", "draft"),
        ("総務大臣（主務大臣）", "立入検査", "安全管理", "総務部、事業部", "", "draft"),
    ]
    days = InspectionReceived.objects.order_by("pk").values_list("starts_on", flat=True)
    assert list(map(str, days)) == ["2025-06-03", "2025-10-01", "2025-11-06"]


def test_same_table_again_changes_nothing(tmp_path):
    path = lines(tmp_path, HEAD, *ROWS)
    answer(path, kind=KIND, dry_run=False)
    found, refusal = answer(path, kind=KIND, dry_run=False)
    assert (refusal, found["counts"]["unchanged"], found["written"]) == ("", 3, 0)


def test_blank_cells_leave_what_is_kept_and_others_change_it(tmp_path):
    answer(lines(tmp_path, HEAD, *ROWS), kind=KIND, dry_run=False)
    again = ("会計検査院", "会計実地検査", "", "事業部", "令和７年６月３日～５日", "改善を要する")
    path = lines(tmp_path, HEAD, again)
    found, refusal = answer(path, kind=KIND, dry_run=False, mode="update")
    assert (refusal, found["counts"]["changed"]) == ("", 1)
    assert told()[0] == ("会計検査院", "会計実地検査", "契約", "事業部", "改善を要する", "draft")


def test_outcomes_that_are_statuses_are_no_results(tmp_path):
    row = ("会計検査院", "会計実地検査", "契約", "総務部", "令和７年６月３日", "済")
    found, _refusal = answer(lines(tmp_path, HEAD, row), kind=KIND)
    record = found["rows"][0]["record"]
    assert (found["mapping"]["結果"], record["status"]) == ("status", "held")


def test_unknown_authority_is_made_only_if_the_clerk_says_so(tmp_path):
    rows = [("厚生労働省", *ROWS[0][1:]), ("厚生労働省", *ROWS[2][1:])]
    path = lines(tmp_path, HEAD, *rows)
    found, _refusal = answer(path, kind=KIND, dry_run=False)
    assert found["rows"][0]["messages"] == [
        "検査機関: There is no authority “厚生労働省” in the register."
    ]
    assert not InspectionReceived.objects.exists()
    found, refusal = answer(path, kind=KIND, dry_run=False, create=True)
    assert (refusal, found["written"]) == ("", 2)
    made = Authority.objects.get(name="厚生労働省")
    assert (made.life, made.inspections.count()) == ("draft", 2)


def test_authority_comes_from_the_title_or_is_told_for_all(tmp_path):
    rows = ("検査名", "検査日"), ("会計実地検査", "令和７年６月３日")
    titled = lines(tmp_path, ("会計検査院の検査の実施状況",), *rows)
    found, _refusal = answer(titled, kind=KIND)
    assert found["rows"][0]["record"]["authority"] == "会計検査院"
    plain = lines(tmp_path, *rows)
    found, _refusal = answer(plain, kind=KIND, for_all="authority=総務大臣")
    assert found["rows"][0]["record"]["authority"] == "総務大臣（主務大臣）"
    found, _refusal = answer(plain, kind=KIND)
    assert found["rows"][0]["messages"][0].startswith("検査機関: Neither the row nor the title")


def test_authority_too_long_to_be_kept_is_an_error_of_its_row(tmp_path):
    path = lines(tmp_path, HEAD, ("省" * 101, *ROWS[0][1:]))
    found, _refusal = answer(path, kind=KIND, create=True, dry_run=False)
    assert (found["rows"][0]["verdict"], found["written"]) == ("error", 0)


@pytest.mark.parametrize("models", [["inspectionreceived"], ["inspectionreceived", "authority"]])
def test_page_offers_to_make_authorities_to_those_who_may(client, models):
    client.force_login(may(UserFactory(), *models))
    client.cookies["django_language"] = "en"
    page = give(client, *map("\t".join, (HEAD, *ROWS)), table=KIND)
    assert page.count('<tr class="is-new">') == 3
    assert ('name="creates"' in page) == ("authority" in models)


def test_inspections_are_read_by_a_constant_number_of_queries(tmp_path):
    counts = []
    for rows in (ROWS[:1], ROWS):
        path = lines(tmp_path, HEAD, *rows)
        answer(path, kind=KIND, dry_run=False, mode="skip")
        with CaptureQueriesContext(connection) as queries:
            answer(path, kind=KIND)
        counts.append(len(queries))
    assert counts[0] == counts[1]
