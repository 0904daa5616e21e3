"""Findings beside their audits, in lists and files, for those alone who may read them."""

import csv
import io
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from organization.models import Contact
from records.journal import JournalEntry
from tests import factories
from tests.exported import body_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit():
    return factories.AuditFactory(schedule_text="平成28年９月１日")


def signed_in(client, *codenames):
    user = factories.UserFactory()
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client.force_login(user)
    return user


@pytest.fixture
def reader(client):
    signed_in(client, "view_finding", "view_audit")
    return client


def find(audit, number, **facts):
    return factories.FindingFactory(audit=audit, number=number, **facts)


def rows(client, shape="shown"):
    body = body_of(client.get(f"/audits/?_export=csv&_shape={shape}")).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(body)))


def test_page_and_files_tell_number_titles_and_states(reader, audit):
    find(audit, 1, title="入退室記録の不備", due_on="2016-10-31")
    find(audit, 2, title="台帳の誤り", closed_on="2017-03-01", closing_reason="確認した")
    other = factories.AuditFactory(schedule_text="平成28年８月１日")
    find(other, 1, title="よその指摘")
    first, second = rows(reader)
    told = first["指摘事項"].splitlines()
    assert [line.split(" ", 1)[-1] for line in told] == [
        "入退室記録の不備（回答待ち・期限超過）",
        "台帳の誤り（完了）",
    ]
    assert "よその指摘" in second["指摘事項"]
    machine = rows(reader, "machine")
    assert [row["指摘事項の件数"] for row in machine] == ["2", "1"]
    assert machine[0]["指摘事項"] == "／".join(told)
    assert told[0] in reader.get("/audits/?per_page=25").text
    sheet = load_workbook(BytesIO(body_of(reader.get("/audits/?_export=xlsx"))))["監査"]
    assert [row[-1].value for row in sheet.rows] == [
        "指摘事項",
        "\n".join(told),
        second["指摘事項"],
    ]


def test_that_they_were_taken_is_journalled_though_the_audits_are_public(reader, audit):
    rows(reader)
    assert JournalEntry.objects.filter(action="export").count() == 1


@pytest.mark.parametrize("rights", [None, (), ("view_audit", "change_audit")])
def test_nobody_else_learns_of_them_or_of_their_number(client, audit, rights):
    find(audit, 1, title="入退室記録の不備")
    if rights is not None:
        signed_in(client, *rights)
    for query in ("", "?_export=csv", "?_export=csv&_shape=machine", "?_export=json"):
        told = body_of(client.get(f"/audits/{query}")).decode()
        assert "入退室" not in told
        assert "指摘事項の件数" not in told
        assert 'class="cell-findings' not in told


def test_contact_is_told_of_the_own_departments_alone(client, audit):
    own, other = factories.DepartmentFactory(), factories.DepartmentFactory()
    for department in (own, other):
        factories.AuditTargetFactory(audit=audit, department=department)
    find(audit, 1, title="自部門の指摘", department=own)
    find(audit, 2, title="他部門の指摘", department=other)
    Contact.objects.create(user=signed_in(client, "read_as_contact"), department=own)
    [row] = rows(client)
    assert "自部門の指摘" in row["指摘事項"]
    assert "他部門" not in row["指摘事項"]


def test_it_asks_as_often_for_more(reader, audit):
    def asked(query):
        with CaptureQueriesContext(connection) as queries:
            body_of(reader.get(f"/audits/{query}"))
        return len(queries)

    find(audit, 1)
    asked("")
    before = asked(""), asked("?_export=csv")
    for _number in range(2):
        more = factories.AuditFactory(schedule_text="平成28年９月１日")
        find(more, 1)
        find(more, 2)
    assert (asked(""), asked("?_export=csv")) == before
