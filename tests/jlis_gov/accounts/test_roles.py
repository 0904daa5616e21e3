"""Who sees what: every role × every address × every state of a record, as two tables say.

`data/roles.tsv` has a row for each kind and state of record and a column for each role: + may read
it. `data/addresses.tsv` says of every address of the site how it is held to that. An address that
is new must be added there; what is hidden must answer as if it were not there.

Roles walk every address; deputies, and those who may no more or no less than another role, a share
of them each: with `WALK=all` they walk all, too.
"""

import os
import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from calendars.feeds.models import Subscription
from jlis_gov.accounts.deputies import SESSION_KEY
from records.base import Record
from tests.jlis_gov.role_world import (
    DATA,
    DEPUTIES,
    FILES,
    PUBLISHED,
    ROLES,
    STAFF,
    JournalledModel,
    World,
    table,
)

ADDRESSES = table("addresses.tsv")
AUDITS_OPEN = ("audit_office", "superuser", "executive", "auditor", "inspector")
NOBODY = ("anyone", "inactive")
SEARCHED = ("/meetings/", "/audits/", "/drills/", "/inspections-received/")
COUNTED = {
    "meetings:meetings": "meeting",
    "audits:drills": "drill",
    "audits:inspections-received": "inspection",
}
# Of which an inspector may read the past.
OF_AUDITS = ("audit", "finding", "procedure", "request", "issued", "working_paper")
SHARING = (*DEPUTIES, "expired", "inactive", "superuser")
UID = "00000000-0000-4000-8000-000000000000"


def patterns(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in found:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, path)
        else:
            yield path


def test_every_address_of_the_site_is_in_the_table():
    site = list(patterns(get_resolver("jlis_gov.urls").url_patterns))
    public = [path for path in site if not path.startswith("admin/")]
    assert sorted(public) == sorted(row["pattern"] for row in ADDRESSES), DATA / "addresses.tsv"


@pytest.fixture
def world(db) -> World:
    return World()


@pytest.fixture(params=(*ROLES, *DEPUTIES))
def role(request, client, world) -> str:
    """A role; the client is signed in as somebody who has it, where one can sign in.

    A deputy has that of the person represented, and before and after it that of a council member.
    """
    if request.param in DEPUTIES:
        return begin_to_act(client, world, request.param)
    user = world.somebody(request.param)
    if user is not None:
        client.force_login(user)
    return request.param


def begin_to_act(client, world: World, name: str) -> str:
    """Sign in as a deputy who chose to act for somebody; the role that this amounts to."""
    row = world.deputy(name)
    client.force_login(row.deputy)
    session = client.session
    session[SESSION_KEY] = row.pk
    session.save()
    person, first, last = DEPUTIES[name]
    return person if first <= 0 <= last and row.person.is_active else "council"


@pytest.mark.slow
def test_whole_site_is_as_the_tables_say(request, client, world, role):
    asked = request.node.callspec.params["role"]
    for row in walked(asked):
        test, *kinds = row["tested as"].split()
        CHECKS[test](client, world, role, row["example"], kinds)
    works_here = role in STAFF - {"inactive"}
    check_lists_of_admin(client, role, works_here)
    if asked not in DEPUTIES:  # whose calendars are their own
        check_admin(client, world, role, works_here)
        check_personal_calendar(world, role)


def walked(asked: str) -> list[dict[str, str]]:
    if asked not in SHARING or os.environ.get("WALK") == "all":
        return ADDRESSES
    return ADDRESSES[SHARING.index(asked) :: len(SHARING)]


def get(client, world: World, role: str, path: str, status: int = 200) -> str:
    """The text at `path`, which must tell nothing of what is hidden from the role."""
    response = client.get(path)
    assert response.status_code == status, (role, path)
    if status != 200:
        return ""
    body = b"".join(response) if response.streaming else response.content
    text = body.decode().replace("\r\n ", "")
    hidden = [one for one in world.kept if role not in one.readers]
    told = [one for one in hidden if one.mark in text or one.path in text]
    assert [one for one in told if one.mark in text or not one.is_published] == [], (role, path)
    if role not in NOBODY and "Cookie" in response.get("Vary", ""):
        assert "private" in response["Cache-Control"], (role, path)
    return text


def seen(world: World, role: str, kinds: list[str]) -> list[JournalledModel]:
    return [one for one in world.kept if one.kind in kinds and role in one.readers]


def check_page(client, world, role, path, kinds):
    unknown = client.get(world.kept[0].path.replace(str(world.kept[0].record.uid), UID))
    for one in world.kept:
        if one.kind in kinds and role in one.readers:
            text = get(client, world, role, one.path)
            assert one.mark in text or one.kind in FILES, (role, one)
        elif one.kind in kinds and one.is_published:
            assert PUBLISHED in get(client, world, role, one.path), (role, one)
        elif one.kind in kinds:
            response = client.get(one.path)
            assert response.status_code == 404, (role, one)
            assert faceless(response.text) == faceless(unknown.text), (role, one)


def opened_text(body: bytes) -> str:
    """All text of a file, those of an Office file unpacked."""
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with ZipFile(BytesIO(body)) as archive:
        return "".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def faceless(text: str) -> str:
    """A page without its own address and the form's token."""
    return re.sub(r'href="[^"]*"|value="\w{64}"', "", text)


def check_past(client, world, role, path, kinds):
    """History is for those who keep the kind, statutory auditors, inspectors within a scope."""
    for one in (one for one in world.kept if one.kind in kinds):
        keeps = role in ("audit_office", "superuser", "auditor") or (
            role == "secretariat" and one.kind in ("meeting", "body", "submission")
        )
        inspects = role == "inspector" and one.kind in OF_AUDITS and one.is_ours
        is_open = role in one.readers and (keeps or inspects)
        response = client.get(f"{one.path}history/")
        assert response.status_code == (200 if is_open else 404), (role, one)


def check_year(client, world, role, path, kinds):
    """The report of a year needs bodies that this world has not; it tells nothing hidden."""
    assert client.get(path).status_code in (200, 404), role


def check_list(client, world, role, path, kinds):
    for query in ("", "?q=印") if path in SEARCHED else ("",):
        size = f"{query or '?'}&per_page=100" if len(kinds) == 1 else query
        text = get(client, world, role, f"{path}{size}")
        current = [one for one in seen(world, role, kinds) if one.is_current]
        missing = [one.mark for one in current if one.path not in text]
        assert missing == [], (role, path)
        over = [one for one in seen(world, role, kinds) if not one.is_current]
        assert [one.mark for one in over if one.path in text] == [], (role, path)


def check_searched(client, world, role, path, kinds):
    """Whatever is looked for, only what the role may read is found, and counted."""
    for query in ("印", "平成28年11月", "第1回", "監査", "部"):
        get(client, world, role, f"{path}?q={query}")
    context = client.get(f"{path}?q=印").context
    counts = {one.kind.list_route: one.count for one in context["found"]}
    for route, kind in COUNTED.items():
        current = [one for one in seen(world, role, [kind]) if one.is_current]
        assert counts.get(route, 0) == len(current), (role, route)


def check_known(client, world, role, path, kinds):
    """The list of a kind of which nobody learns who may read none of it."""
    if seen(world, role, kinds):
        check_list(client, world, role, path, kinds)
    else:
        assert client.get(path).status_code == 404 or role == "outside", role


def check_requests(client, world, role, path, kinds):
    if any(one.kind == "request" and role in one.readers for one in world.kept):
        check_list(client, world, role, path, ["request"])
    else:
        assert client.get(path).status_code == 404 or role == "outside", role


def check_requested(client, world, role, path, kinds):
    """What was requested for an audit: nobody else learns whether anything was."""
    for one in (one for one in world.kept if one.kind == "request"):
        page = f"/audits/{one.record.audit.uid}/requests/"
        if role in one.readers and one.is_current:
            assert one.mark in get(client, world, role, page), (role, one)
        elif role in ("contact", "outside", "inspector", "auditor", *STAFF - {"inactive"}):
            assert client.get(page).status_code in (200, 404), (role, one)
        else:
            assert client.get(page).status_code == 404, (role, one)


def check_asked(client, world, role, path, kinds):
    """What a contact's departments are asked for; to others there is no such page."""
    if role == "contact":
        check_list(client, world, role, path, ["request"])
    else:
        get(client, world, role, path, 302 if role in NOBODY else 404)


def check_submits(client, world, role, path, kinds):
    """A contact submits what its departments are asked for, until it is withdrawn; nobody else."""
    for one in (one for one in world.kept if one.kind == "request"):
        is_his = role == "contact" and role in one.readers and one.is_current
        status = 200 if is_his else 302 if role in NOBODY else 404
        get(client, world, role, f"{one.path}submit/", status)


def check_findings(client, world, role, path, kinds):
    if any(one.kind == "finding" and role in one.readers for one in world.kept):
        check_list(client, world, role, path, ["finding"])
    elif role != "outside":
        check_published(client, world, role, path, kinds)


def check_published(client, world, role, path, kinds):
    """Whoever asks is shown the findings that are published, and of each the public's part."""
    text = get(client, world, role, path)
    assert [one for one in world.kept if one.is_published and one.path not in text] == [], role
    for kind in ("csv", "json", "docx", "xlsx"):
        answer = client.get(path, {"_export": kind, "_shape": "" if kind == "docx" else "machine"})
        body = b"".join(answer) if answer.streaming else answer.content
        marks = {one.mark for one in world.kept if role not in one.readers}
        assert [mark for mark in marks if mark in opened_text(body)] == [], (role, kind)


def check_assigned(client, world, role, path, kinds):
    """The findings of a contact's departments; to others there is no such page."""
    if role == "contact":
        check_list(client, world, role, path, ["finding"])
    else:
        get(client, world, role, path, 302 if role in NOBODY else 404)


def check_account(client, world, role, path, kinds):
    """The account of follow-up is for those who may read findings, and counts those alone."""
    sees = any(one.kind == "finding" and role in one.readers for one in world.kept)
    if not sees and role != "outside":
        get(client, world, role, path, 404)
        return
    get(client, world, role, path)
    seen = [one for one in world.kept if one.kind == "finding" and role in one.readers]
    given = [one for one in seen if one.is_current and one.state != "draft"]
    assert client.get(path).context["account"].total.count.given == len(given), role


def check_oversight(client, world, role, path, kinds):
    """Oversight is for those who may read all meetings, or all audits of a regime of the year."""
    if role != "outside":  # who may read audits of another regime
        get(client, world, role, path, 200 if role in (*AUDITS_OPEN, "secretariat") else 404)


def check_board(client, world, role, path, kinds):
    """The board's report of what `check_oversight` opens; made once here, for it takes a second."""
    if role == "secretariat":
        assert client.get(path)["Content-Type"] == "application/pdf"
    elif role not in (*AUDITS_OPEN, "outside"):
        get(client, world, role, path, 404)


def check_coverage(client, world, role, path, kinds):
    """What was not audited is told to those who may read all audits of a regime of the year."""
    if role != "outside":
        get(client, world, role, path, 200 if role in AUDITS_OPEN else 404)


def check_certificate(client, world, role, path, kinds):
    """Which duties were met is for those who may read duties; here no inspection is of all."""
    readers = ("audit_office", "superuser", "executive", "auditor", "secretariat")
    get(client, world, role, path, 200 if role in readers else 404)


def check_latest(client, world, role, path, kinds):
    """The latest year that has oversight for the visitor."""
    status = 302 if role in (*AUDITS_OPEN, "secretariat") else 404
    assert client.get(path).status_code == status or role == "outside", role


def check_answers(client, world, role, path, kinds):
    """A contact answers what concerns its departments, until it is withdrawn; nobody else."""
    for one in world.kept:
        if one.kind == "finding":
            is_his = role == "contact" and role in one.readers and one.is_current
            status = 200 if is_his else 302 if role in NOBODY else 404
            get(client, world, role, f"{one.path}answer/", status)


def check_results(client, world, role, path, kinds):
    """Here is no audit by the statutory auditors, whose results alone are recorded."""
    for one in (one for one in world.kept if one.kind in kinds):
        status = 302 if role in NOBODY else 404
        assert client.get(f"{one.path}results/").status_code == status, (role, one)


def check_front(client, world, role, path, kinds):
    get(client, world, role, path)
    counts = client.get(path).context["counts"]
    extra = {"meetings": 1, "drills": 0, "inspections-received": 1}  # those of the files
    for route, kind in COUNTED.items():
        name = route.partition(":")[2]
        current = [one for one in seen(world, role, [kind]) if one.is_current]
        assert counts[name] == len(current) + extra[name], (role, name)


def check_feed(client, world, role, path, kinds):
    """A feed is anyone's, whoever asks for it."""
    text = get(client, world, "anyone", path)
    kinds = ("audit", "drill", "inspection")
    public = [one for one in world.kept if one.kind in kinds and one.state == "public"]
    ours = [one for one in public if "department" not in path or "theirs" not in str(one.record)]
    wanted = [one for one in ours if one.kind != "audit" or one.record.regime == "internal"]
    assert [one.mark for one in wanted if str(one.record.uid) not in text] == [], (role, path)
    for one in world.kept:
        if one.kind == "department":
            slug = one.record.slug
            status = 200 if "anyone" in one.readers else 404
            assert client.get(f"/feeds/department/{slug}.ics").status_code == status, (role, slug)


def check_evidence(client, world, role, path, kinds):
    """Evidence is for those who may see the past of such records."""
    is_open = role in ("audit_office", "superuser", "inspector", "auditor")
    get(client, world, role, path, 200 if is_open else 404)


def check_file(client, world, role, path, kinds):
    """A record's calendar is for whoever reads its page; of a draft there is none."""
    for one in (one for one in world.kept if one.kind in kinds):
        is_open = role in one.readers and one.state != "draft"
        file = f"/feeds/events/{one.record.uid}.ics"
        text = get(client, world, role, file, 200 if is_open else 404)
        assert not is_open or str(one.record.uid) in text, (role, one)


def check_open(client, world, role, path, kinds):
    get(client, world, role, path)


def check_own(client, world, role, path, kinds):
    get(client, world, role, path, 302 if role in NOBODY else 200)


def check_picture(client, world, role, path, kinds):
    """Pictures of the guide are for those who may read it."""
    assert client.get(path).status_code == (302 if role in NOBODY else 200), role


def check_moved(client, world, role, path, kinds):
    get(client, world, role, path, 302)


def check_revoked(client, world, role, path, kinds):
    get(client, world, role, path, 302 if role in NOBODY else 405)


def check_sent(client, world, role, path, kinds):
    """Only sent to, by who has signed in."""
    get(client, world, role, path, 302 if role in NOBODY else 405)


def check_absent(client, world, role, path, kinds):
    """Nobody here has a second factor."""
    get(client, world, role, path, 302 if role in NOBODY else 404)


def check_refused(client, world, role, path, kinds):
    get(client, world, role, path, 302 if role in NOBODY else 403)


def check_posted(client, world, role, path, kinds):
    get(client, world, role, path, 405)


def check_unknown(client, world, role, path, kinds):
    get(client, world, role, path, 404)


CHECKS = {name[6:]: check for name, check in list(globals().items()) if name.startswith("check_")}


def check_personal_calendar(world, role):
    """Whoever asks for it gets what its owner may read, signed in or not; of a draft, nothing."""
    if role == "anyone":
        return
    owner = get_user_model().objects.get()
    subscription = Subscription(
        user=owner, name="-", created_at=timezone.now(), expires_on=timezone.localdate()
    )
    token = subscription.new_token()
    subscription.save()
    response = Client().get(f"/feeds/personal/{token}.ics")
    if role == "inactive":
        assert response.status_code == 410
        return
    text = response.content.decode().replace("\r\n ", "")
    kinds = ("meeting", "audit", "drill", "inspection")
    kept = [one for one in world.kept if one.kind in kinds]
    expected = {one.mark for one in kept if role in one.readers and one.state != "draft"}
    assert {one.mark for one in kept if str(one.record.uid) in text} == expected


# What each role may open in the admin; everyone else is shown the way to sign in.
OFFICE = {
    "secretariat": {"meetings.meeting", "meetings.body", "oversight.submission"},
    "audit_office": {
        *("meetings.meeting", "meetings.body", "audits.audit", "audits.finding", "audits.drill"),
        *("audits.inspectionreceived", "audits.procedure", "audits.documentrequest"),
        *("audits.issueddocument", "oversight.submission"),
        *("organization.department",),
    },
}
OFFICE["superuser"] = OFFICE["audit_office"]


def check_admin(client, world, role, works_here):
    """The office is as the role says, and tells nothing of what is hidden."""
    nowhere: dict[str, tuple[int, str]] = {}
    for one in world.kept:
        if one.kind in FILES:
            continue
        options = one.record._meta
        base = f"/admin/{options.app_label}/{options.model_name}"
        is_open = options.label_lower in OFFICE.get(role, ())
        expected = 200 if is_open else 403 if works_here else 302
        assert client.get(f"{base}/{one.record.pk}/change/").status_code == expected, (role, one)
        if not is_open:
            for action in ("change", "history", "delete"):
                path = f"{base}/999999/{action}/"
                nowhere[path] = nowhere.get(path) or answer(client, path)
                here = answer(client, f"{base}/{one.record.pk}/{action}/")
                assert here == nowhere[path] or one.state in ("public", "withdrawn"), (role, one)


def check_lists_of_admin(client, role, works_here):
    """The list of every kind, and the form for a new one, open to whoever keeps that kind."""
    for model in (model for model in admin.site._registry if issubclass(model, Record)):
        options = model._meta
        keeps = role in ("audit_office", "superuser") or (
            role == "secretariat"
            and options.app_label in ("meetings", "oversight")
            and options.label != "oversight.Acknowledgement"
        )
        for path in ("", "add/"):
            response = client.get(f"/admin/{options.app_label}/{options.model_name}/{path}")
            decided = options.label in (
                *("audits.AuditPlan", "oversight.Acknowledgement", "records.DisposalRegister"),
            )
            is_given = keeps and not (path == "add/" and decided)
            expected = (200 if is_given else 403) if works_here else 302
            if is_given and options.label == "records.AgencySettings" and not path:
                expected = 302  # there is one, and its list leads to it
            assert response.status_code == expected, (role, options.label, path)


def answer(client, path: str) -> tuple[int, str]:
    """How an address answers, whatever its record's number."""
    response = client.get(path)
    return response.status_code, re.sub(r"/\d+/", "/N/", response.get("Location", ""))
