"""Root causes and themes from the office's lists: chosen, filtered by, told only to readers."""

from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.models import FindingCategory, FindingClassification
from organization.models import Contact
from records import journal
from records.base import Life
from records.journal.models import JournalEntry
from tests.admin_forms import address_of, assert_accepted, complaints, rows, submit
from tests.exported import rows_of_csv
from tests.factories import (
    DepartmentFactory,
    FindingCategoryFactory,
    FindingClassificationFactory,
    FindingFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
THEME = FindingCategory.Role.THEME


@pytest.fixture
def cause():
    return FindingCategoryFactory(slug="no-procedure", name="手順の未整備")


@pytest.fixture
def theme():
    return FindingCategoryFactory(slug="access", name="アクセス権限の管理", role=THEME)


@pytest.fixture
def finding(cause, theme):
    finding = FindingFactory(summary="承認の印がない。", internal=True)
    for category in (theme, cause):
        FindingClassificationFactory(finding=finding, category=category)
    return finding


def test_office_chooses_several_and_the_journal_has_them(admin_client, cause, theme):
    finding = FindingFactory()
    typed = rows("classifications", {"category": cause.pk}, {"category": theme.pk})
    assert_accepted(submit(admin_client, address_of(finding), typed | {"change_reason": "分類"}))
    assert finding.categories("cause") == ["手順の未整備"]
    assert finding.categories("theme") == ["アクセス権限の管理"]
    form = JournalEntry.objects.filter(record_uid=finding.uid).latest("sequence").form()
    told = {row["category"] for row in form["classifications"]}
    assert told == {str(cause.uid), str(theme.uid)}


def test_one_is_chosen_once_and_none_that_is_withdrawn(admin_client, cause):
    finding = FindingFactory()
    twice = rows("classifications", {"category": cause.pk}, {"category": cause.pk})
    assert complaints(submit(admin_client, address_of(finding), twice))
    with journal.change(actor="test"):
        cause.life = Life.WITHDRAWN
        cause.save()
    gone = rows("classifications", {"category": cause.pk})
    refused = submit(admin_client, address_of(finding), gone)
    assert "取り下げられています" in complaints(refused)
    assert not FindingClassification.objects.exists()


def test_search_of_a_form_offers_no_withdrawn_entry(admin_client, cause, theme):
    with journal.change(actor="test"):
        theme.life = Life.WITHDRAWN
        theme.save()
    asked = {"app_label": "audits", "model_name": "findingclassification", "field_name": "category"}
    answer = admin_client.get("/admin/autocomplete/", asked).json()
    assert [one["text"] for one in answer["results"]] == ["手順の未整備（根本原因）"]


def test_finding_keeps_an_entry_that_was_withdrawn_later(admin_client, finding, cause):
    with journal.change(actor="test"):
        cause.life = Life.WITHDRAWN
        cause.save()
    page = submit(admin_client, address_of(finding), {"title": "印", "change_reason": "追記"})
    assert_accepted(page)
    assert finding.classifications.count() == 2


def test_list_of_one_role_names_each_once(cause):
    assert FindingCategoryFactory(name="手順の未整備", role=THEME).pk
    with pytest.raises(Exception, match="同じ名前"):
        FindingCategoryFactory(name="手順の未整備")


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"cause": "no-procedure"}, 1),
        ({"theme": "access"}, 1),
        ({"cause": "no-procedure", "theme": "access"}, 1),
        ({"cause": "untrained"}, 0),
    ],
)
def test_lists_are_filtered_by_cause_and_theme(admin_client, finding, query, count):
    FindingCategoryFactory(slug="untrained")
    FindingFactory()
    page = admin_client.get("/findings/", query)
    assert page.content.decode().count("承認の印がない。") == count
    office = admin_client.get("/admin/audits/finding/", query)
    assert office.context["cl"].result_count == count


def test_cause_of_the_other_list_is_none_to_choose(admin_client, finding):
    page = admin_client.get("/findings/", {"cause": "access"})
    assert "「access」" in page.content.decode()


def test_causes_and_themes_are_columns_of_files(admin_client, finding):
    head, told = rows_of_csv(admin_client, "/findings/?_export=csv&_shape=machine")
    row = dict(zip(head, told, strict=True))
    assert row["根本原因"] == "手順の未整備"
    assert row["テーマ"] == "アクセス権限の管理"
    page = admin_client.get(finding.get_absolute_url()).content.decode()
    assert "手順の未整備" in page


def test_contact_is_offered_those_of_own_findings_and_others_none(client, cause, theme):
    department, user = DepartmentFactory(), UserFactory()
    finding = FindingFactory(department=department, internal=True)
    FindingClassificationFactory(finding=finding, category=cause)
    FindingClassificationFactory(finding=FindingFactory(draft=True), category=theme)
    assert not FindingCategory.objects.visible_to(user).exists()
    user.user_permissions.add(Permission.objects.get(codename="read_as_contact"))
    Contact.objects.create(user=user, department=department)
    again = type(user).objects.get(pk=user.pk)
    assert list(FindingCategory.objects.visible_to(again)) == [cause]


def test_list_asks_as_often_for_three_as_for_one(admin_client, finding):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as found:
            admin_client.get("/findings/")
        return len(found)

    asked()
    FindingFactory(found_on=date(2017, 2, 8))
    one = asked()
    for _ in range(2):
        another = FindingFactory(found_on=date(2017, 2, 8))
        FindingClassificationFactory(finding=another)
    assert asked() == one
