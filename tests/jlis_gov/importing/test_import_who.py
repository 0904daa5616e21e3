"""Departments, officers and members come in from tables of any form."""

from datetime import date

import pytest

from meetings.models import Body, Membership
from organization.models import Department, Officer
from tests.factories import BodyFactory, DepartmentFactory
from tests.jlis_gov.importing.test_import_any_table import answer, lines

pytestmark = pytest.mark.django_db


def verdicts(found):
    return [row["verdict"] for row in found["rows"]]


def test_departments_come_in_with_what_they_belong_to(tmp_path):
    DepartmentFactory(name="管理部")
    path = lines(
        tmp_path,
        ("令和７年度　組織表",),
        ("部", "課室", "主な業務", "設置日"),
        ("管理部", "総務課", "人事及び給与", ""),
        ("", "会計課", "決算", ""),
        ("事業部", "", "運用", "令和７年４月１日"),
        ("", "企画課", "計画", ""),
        ("監査室", "", "内部監査", ""),
    )
    found, refusal = answer(path, kind="departments", dry_run=False)
    assert refusal == ""
    assert found["mapping"] == {
        "部": "name",
        "課室": "name",
        "主な業務": "duties",
        "設置日": "valid_from",
    }
    kept = {one.full_name: one for one in Department.objects.all()}
    assert list(kept) == [
        "管理部",
        "管理部総務課",
        "管理部会計課",
        "事業部",
        "事業部企画課",
        "監査室",
    ]
    assert [one.kind for one in kept.values()] == [
        *("department", "section", "section", "department", "section", "office"),
    ]
    assert kept["事業部"].valid_from == date(2025, 4, 1)
    assert (kept["監査室"].life, kept["監査室"].visibility) == ("draft", "internal")
    again, refusal = answer(path, kind="departments")
    assert (verdicts(again), refusal) == (["unchanged"] * 5, "")


def test_department_of_an_unknown_one_is_refused_or_makes_it(tmp_path):
    path = lines(tmp_path, ("部", "課"), ("総務部", "人事課"))
    found, _refusal = answer(path, kind="departments")
    assert verdicts(found) == ["error"]
    assert "There is no department “総務部”" in found["rows"][0]["messages"][0]
    assert answer(path, kind="departments", create=True, dry_run=False)[1] == ""
    assert [one.full_name for one in Department.objects.order_by("pk")] == [
        "総務部",
        "総務部人事課",
    ]


def test_officers_come_in_with_post_and_term(tmp_path):
    path = lines(
        tmp_path,
        ("役員一覧",),
        ("役職", "氏名", "任期"),
        ("理事長", "監査 太郎", "令和６年４月１日～令和８年３月31日"),
        ("理事（非常勤）", "監査 花子", ""),
        ("顧問", "監査 次郎", ""),
    )
    found, refusal = answer(path, kind="officers", mode="skip", dry_run=False)
    assert refusal == "Not every row could be imported."
    assert verdicts(found) == ["new", "new", "error"]
    kept = Officer.objects.order_by("order")
    assert [(one.post, one.is_part_time, one.name) for one in kept] == [
        ("president", False, "監査 太郎"),
        ("director", True, "監査 花子"),
    ]
    assert (kept[0].term_from, kept[0].term_until) == (date(2024, 4, 1), date(2026, 3, 31))
    assert (kept[0].attested_on, kept[1].attested_on) == (None, date(2026, 3, 31))
    again, _refusal = answer(path, kind="officers")
    assert verdicts(again) == ["unchanged", "unchanged", "error"]


def test_members_of_several_bodies_come_in(tmp_path):
    BodyFactory(name="契約監視委員会", short_name="契約監視")
    path = lines(
        tmp_path,
        ("委員名簿",),
        ("委員会名", "区分", "氏名", "所属・役職", "備考"),
        ("契約監視委員会", "学識経験者", "契約 一郎", "大学教授", "委員長"),
        ("", "", "契約 二郎", "弁護士", ""),
        ("情報化検討会", "", "情報 三郎", "公認会計士", ""),
    )
    found, refusal = answer(path, kind="members")
    assert verdicts(found) == ["new", "new", "error"]
    assert answer(path, kind="members", create=True, dry_run=False)[1] == ""
    seats = [(one.body.name, one.category, one.name, one.role) for one in Membership.objects.all()]
    assert seats == [
        ("契約監視委員会", "学識経験者", "契約 一郎", "委員長"),
        ("契約監視委員会", "学識経験者", "契約 二郎", ""),
        ("情報化検討会", "", "情報 三郎", ""),
    ]
    assert Body.objects.get(name="情報化検討会").life == "draft"
    again, refusal = answer(path, kind="members")
    assert (verdicts(again), refusal) == (["unchanged"] * 3, "")


@pytest.mark.parametrize("term", ["２年", "令和６年～令和８年"])
def test_term_that_is_none_is_refused(tmp_path, term):
    path = lines(tmp_path, ("役職", "氏名", "任期"), ("監事", "監査 太郎", term))
    found, _refusal = answer(path, kind="officers")
    assert verdicts(found) == ["error"]
    assert "is no" in found["rows"][0]["messages"][0]
