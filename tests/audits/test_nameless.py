"""An audit of which neither type nor subject is known yet has a name wherever it is met."""

import re

import pytest

from tests.factories import AuditFactory, AuditTargetFactory, DepartmentFactory

pytestmark = pytest.mark.django_db
LINKED = r'<a[^>]*href="{path}"[^>]*>(?:\s|<span[^>]*>)*内部監査'


@pytest.fixture
def audit():
    return AuditFactory(subject="", schedule_text="平成28年11月８日", status="planned")


@pytest.mark.parametrize(
    "page", ["/audits/", "/search/?q=平成28年11月８日", "/calendar/2016-11/", "/calendar/fy2016/"]
)
def test_nameless_audit_is_listed_by_its_regime(client, audit, page):
    text = client.get(page).text
    assert re.search(LINKED.format(path=audit.get_absolute_url()), text)


def test_nameless_audit_has_a_heading_and_a_title(client, audit):
    text = client.get(audit.get_absolute_url()).text
    assert re.search(r"<h1[^>]*>\s*内部監査\s*</h1>", text)
    assert re.search(r"<title>\s*内部監査", text)


@pytest.mark.parametrize("scope", ["listed", "agency"])
def test_nameless_audit_is_an_event_with_a_summary(client, scope):
    AuditFactory(subject="", scope=scope, schedule_text="平成28年11月８日", status="planned")
    assert "\r\nSUMMARY:内部監査\r\n" in b"".join(client.get("/feeds/audits.ics")).decode()


def test_nameless_audit_of_a_department_is_no_department_in_a_calendar(client, audit):
    AuditTargetFactory(audit=audit, department=DepartmentFactory(name="情報処理部"))
    feed = b"".join(client.get("/feeds/audits.ics")).decode()
    assert "\r\nSUMMARY:内部監査 情報処理部\r\n" in feed
