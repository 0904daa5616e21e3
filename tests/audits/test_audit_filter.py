"""Lists that are narrowed to one audit offer the newest ones, and take any."""

import re

import pytest

from audits import audit_filter
from audits.admin import filters
from tests.factories import AuditFactory, DocumentRequestFactory, ProcedureFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db]
CHILDREN = {"/procedures/": ProcedureFactory, "/requests/": DocumentRequestFactory}


@pytest.fixture
def two_offered(monkeypatch):
    """Two audits are offered at once."""
    for module in (audit_filter, filters):
        monkeypatch.setattr(module, "MOST_OFFERED", 2)


def audits_of_three_years(factory):
    """An audit of each year, with one record each."""
    days = {2015: "平成27年11月８日", 2016: "平成28年11月８日", 2017: "平成29年11月８日"}
    audits = {year: AuditFactory(fiscal_year=year, schedule_text=day) for year, day in days.items()}
    for audit in audits.values():
        factory(audit=audit)
    return audits


def offered(page):
    """The uids that the filter by audit offers, and the chosen one."""
    [select] = re.findall(
        r'<select[^>]* name="audit".*?</select>', page.content.decode(), re.DOTALL
    )
    return (
        re.findall(r'value="([^"]+)"', select),
        re.findall(r'value="([^"]+)"[^>]* selected', select),
    )


@pytest.mark.parametrize("path", CHILDREN)
def test_newest_audits_are_offered_and_the_one_chosen(admin_client, two_offered, path):
    audits = audits_of_three_years(CHILDREN[path])
    old, middle, new = (str(audits[year].uid) for year in (2015, 2016, 2017))
    assert offered(admin_client.get(path)) == ([new, middle], [])
    page = admin_client.get(path, {"audit": old})
    assert (offered(page), page.context["table"].page.paginator.count) == (
        ([new, middle, old], [old]),
        1,
    )


@pytest.mark.parametrize("path", CHILDREN)
def test_audits_of_the_years_asked_for_are_offered(admin_client, two_offered, path):
    audits = audits_of_three_years(CHILDREN[path])
    old, middle, new = (str(audits[year].uid) for year in (2015, 2016, 2017))
    page = admin_client.get(path, {"fiscal_year": "2015"})
    assert (offered(page), page.context["table"].page.paginator.count) == (([old], []), 1)
    page = admin_client.get(path, {"fiscal_year": "2015", "audit": new})
    assert (offered(page), page.context["table"].page.paginator.count) == (([old, new], [new]), 0)
    assert middle not in page.content.decode()


@pytest.mark.parametrize("wrong", ["x", "00000000-0000-4000-8000-000000000000", "%00", "' or 1"])
@pytest.mark.parametrize("path", CHILDREN)
def test_audit_that_is_none_is_refused_in_words(admin_client, path, wrong):
    audits_of_three_years(CHILDREN[path])
    page = admin_client.get(path, {"audit": wrong})
    assert page.status_code == 400
    assert "という選択肢はありません" in page.content.decode()


def test_admin_offers_the_newest_audits_and_the_one_chosen(admin_client, two_offered):
    audits = audits_of_three_years(ProcedureFactory)
    listed = "/admin/audits/procedure/"
    for query, years in (
        ({}, [2017, 2016]),
        ({"audit": audits[2015].pk}, [2017, 2016, 2015]),
        ({"fiscal_year": 2015}, [2015]),
    ):
        page = admin_client.get(listed, query)
        [found] = [one for one in page.context["cl"].filter_specs if one.title == "監査"]
        keys = [key for key, _label in found.lookup_choices]
        assert keys == [str(audits[year].pk) for year in years]
