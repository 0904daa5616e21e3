"""Every list taken away, by everybody: a file holds what the page lists, and nothing else."""

import json
from itertools import product

import pytest
from jsonschema import Draft202012Validator

from tests import factories
from tests.exported import body_of, rows_of_csv, rows_of_sheet, sheets_of, text_in
from tests.jlis_gov.role_world import World

FILES = ["csv", "csv&_shape=machine", "xlsx", "xlsx&_shape=machine", "json", "docx"]
LISTS = (
    *("meetings", "audits", "drills", "inspections-received", "findings", "procedures"),
    *("requests", "issued-documents", "submissions", "departments"),
)
KINDS = (
    *("meeting", "audit", "drill", "inspection", "finding", "procedure"),
    *("request", "issued", "submission", "department"),
)
# The roles that differ in what they are shown; `test_roles` walks the pages of all.
SIGHTS = ("anyone", "council", "contact", "secretariat", "audit_office", "inspector", "outside")
SHARES = 3
# Lists of which a role learns nothing.
HIDDEN = {
    *((name, "anyone") for name in ("findings", "procedures", "requests", "issued-documents")),
    *((name, "contact") for name in ("procedures", "issued-documents")),
    *(("submissions", role) for role in ("anyone", "contact", "inspector")),
}
WHEN = ("fiscal_year=2016", "from=2015&to=2015", "during=2016", "status=held")
# Of each list every filter by itself, and some together; a test sees to it that none is left out.
FILTERS = {
    "meetings": ("", "q=印", *WHEN, "body=ours", "body=ours&status=held", "sort=status"),
    "audits": (
        *("", "q=印", *WHEN, "regime=internal", "type=ours", "department=ours"),
        *("department=ours&regime=internal", "sort=-fiscal_year"),
    ),
    "drills": ("", "q=印", *WHEN, "status=planned", "department=theirs"),
    "inspections-received": ("", "q=印", *WHEN, "authority=ours", "department=ours"),
    "findings": (
        *("", "q=印", "measures=pending", "measures=completed", "department=ours"),
        *("as_of=2016-12-01", "as_of=2016-12-01&measures=pending"),
        *("cause=ours", "theme=theirs", "made=2016&closed=2016&regime=internal&grade=minor"),
        *("age=31-90&condition=repeat", "made_month=2016-11&closed_month=2016-12"),
        *("fiscal_year=2016", "from=2015&to=2017"),
    ),
    "procedures": (
        *("", "q=印", "fiscal_year=2016", "from=2015&to=2015", "result=partly"),
        *("stage=done", "stage=planned&sort=-done", "audit="),
    ),
    "requests": (
        *("", "q=印&audit=", "department=ours&state=sent", "late=1&as_of=2017-12-01"),
        *("sort=-due", "fiscal_year=2016&from=2015&to=2017"),
    ),
    "issued-documents": (
        *("", "q=印", "fiscal_year=2016", "from=2015&to=2015", "kind=working_paper"),
        "kind=notice&sort=number",
    ),
    "submissions": ("", "q=印&fiscal_year=2016", "kind=notification&from=2015&to=2017"),
    "departments": ("", "q=印", "sort=-name"),
}


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    factories.AuditFactory(scope="all_others", theme="印・その他")
    factories.AuditFactory(scope="agency", theme="印・全体", internal=True)
    world = World()
    kind = factories.AuditTypeFactory(slug="ours")
    for kept in world.kept[::2]:
        if kept.kind == "audit" and kept.record.regime == kind.regime:
            factories.AuditClassificationFactory(audit=kept.record, type=kind)
    authority = factories.AuthorityFactory(slug="ours")
    factories.InspectionReceivedFactory(authority=authority, internal=True)
    lists = [
        factories.FindingCategoryFactory(slug=slug, role=role)
        for slug, role in (("ours", "cause"), ("theirs", "theme"))
    ]
    for kept in (one for one in world.kept if one.kind == "finding"):
        for category in lists:
            factories.FindingClassificationFactory(finding=kept.record, category=category)
    body = factories.BodyFactory(slug="ours")
    factories.SessionFactory(meeting=factories.MeetingFactory(), body=body)
    return world


def sign_in(client, world: World, role: str) -> None:
    user = world.somebody(role)
    if user is not None:
        client.force_login(user)


@pytest.mark.django_db
def test_no_filter_is_left_out(client):
    client.force_login(factories.UserFactory(staff=True))
    for name in LISTS:
        tried = {part.partition("=")[0] for asked in FILTERS[name] for part in asked.split("&")}
        assert set(client.get(f"/{name}/").context["filters"].filters) <= tried, name


@pytest.mark.django_db
@pytest.mark.parametrize("role", SIGHTS)
def test_every_file_holds_what_the_page_counts(client, world, role):
    """Each role takes every list as it is, and of its filters a share; all are taken by some."""
    sign_in(client, world, role)
    for name in LISTS:
        share = FILTERS[name][1 + SIGHTS.index(role) % SHARES :: SHARES]
        for filters in ("", *share):
            path = f"/en/{name}/?{filters}&"
            page = client.get(path)
            if page.status_code in (400, 404):  # a choice or a list that the visitor knows none of
                assert client.get(f"{path}_export=csv").status_code == page.status_code
                continue
            count = page.context["table"].paginator.count
            shown = rows_of_csv(client, path + "_export=csv")[1:]
            assert len(shown) == count, path
            facts, sheet = (rows_of_sheet(one) for one in sheets_of(client, path + "_export=xlsx"))
            assert len(sheet) - 1 == count, path
            assert ["Number of records", str(count)] in facts
            assert sheet[1:] == [[cell or None for cell in row] for row in shown], path
            machine = rows_of_csv(client, path + "_export=csv&_shape=machine")
            assert len({row[0] for row in machine[1:]}) == count, path
            told = json.loads(body_of(client.get(path + "_export=json")))
            assert told["count"] == len(told["records"]) == count, path
            assert {row["uid"] for row in told["records"]} == {row[0] for row in machine[1:]}
        if page.status_code == 404:
            continue
        _facts, sheet = sheets_of(client, f"/en/{name}/?_export=xlsx&_shape=machine")
        assert [row[0] for row in rows_of_sheet(sheet)] == [
            row[0] for row in rows_of_csv(client, f"/en/{name}/?_export=csv&_shape=machine")
        ]


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["anyone", "council", "contact", "inspector"])
def test_no_file_tells_of_what_its_reader_may_not_see(client, world, role):
    sign_in(client, world, role)
    for (name, kind), asked in product(zip(LISTS, KINDS, strict=True), FILES):
        response = client.get(f"/{name}/?_export={asked}")
        if response.status_code == 404:
            continue
        told = text_in(body_of(response))
        for kept in world.kept:
            is_told = kept.kind == kind and role in kept.readers and kept.is_current
            if kept.kind == kind and (kind != "meeting" or asked == "json"):
                assert (kept.mark in told) == is_told, kept
            elif role not in kept.readers:
                assert kept.mark not in told, kept


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["anyone", "contact", "inspector", "audit_office"])
def test_json_is_as_its_schema_says(client, world, role):
    session = factories.SessionFactory(meeting=factories.MeetingFactory(venue="大会議室"))
    factories.AgendaItemFactory(meeting=session.meeting, body=session.body)
    factories.HandoutFactory(meeting=session.meeting)
    sign_in(client, world, role)
    for name in LISTS:
        if (name, role) in HIDDEN:
            continue
        schema = client.get(f"/{name}/?_export=schema").json()
        Draft202012Validator.check_schema(schema)
        checker = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
        told = json.loads(body_of(client.get(f"/{name}/?_export=json")))
        assert told["records"]
        assert [error.message for error in checker.iter_errors(told)] == []
        told["records"][0]["unheard"] = 1
        assert not checker.is_valid(told)
