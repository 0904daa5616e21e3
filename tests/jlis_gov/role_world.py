"""One record of each kind in each state, and somebody of each role, for the matrix of roles."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from audits.models import ELEMENTS, DocumentType, InspectionScope
from jlis_gov.accounts import roles
from organization.models import Contact, Deputy
from records import journal
from records.base import Life, Visibility
from tests import factories

DATA = Path(__file__).parent / "data"
PUBLIC, INTERNAL = Visibility.PUBLIC, Visibility.INTERNAL
STATES = {
    "public": {"visibility": PUBLIC, "life": Life.REGISTERED},
    "internal": {"visibility": INTERNAL, "life": Life.REGISTERED},
    "of_draft": {"visibility": INTERNAL, "life": Life.REGISTERED},
    "draft": {"visibility": INTERNAL, "life": Life.DRAFT},
    "withdrawn": {"visibility": PUBLIC, "life": Life.WITHDRAWN},
    "recalled": {"visibility": INTERNAL, "life": Life.WITHDRAWN},
}
GROUPS = {
    "council": roles.COUNCIL_MEMBER,
    "executive": roles.EXECUTIVE,
    "auditor": roles.STATUTORY_AUDITOR,
    "contact": roles.CONTACT,
    "secretariat": roles.SECRETARIAT,
    "audit_office": roles.AUDIT_OFFICE,
    "inspector": roles.INSPECTOR,
    "expired": roles.INSPECTOR,
    "outside": roles.INSPECTOR,
    "inactive": roles.AUDIT_OFFICE,
}
# Deputies: for whom, and from which day to which, counted from today.
DEPUTIES = {
    "deputy_of_contact": ("contact", 0, 0),
    "deputy_of_audit_office": ("audit_office", -3, 3),
    "deputy_of_inspector": ("inspector", 0, 1),
    "deputy_too_early": ("audit_office", 1, 9),
    "deputy_too_late": ("audit_office", -9, -1),
    "deputy_of_somebody_gone": ("inactive", -3, 3),
}
PUBLISHED = "公表の要旨"
FILES = {
    *("handout", "document", "audit_paper", "evidence", "answer", "issued_paper"),
    "submission_paper",
}
STAFF = {"secretariat", "audit_office", "superuser", "inactive"}
ROLES = ("anyone", *GROUPS, "superuser")


def table(name: str) -> list[dict[str, str]]:
    """The rows of a table in `data/`, by its head."""
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@dataclass(frozen=True)
class JournalledModel:
    """A record of the world: what it is, where its page stands, words that only it holds."""

    kind: str
    state: str
    path: str
    mark: str
    readers: frozenset[str]
    record: Any

    @property
    def is_ours(self) -> bool:
        audit = getattr(self.record, "audit", self.record)
        return getattr(audit, "regime", "") == "internal"

    @property
    def is_published(self) -> bool:
        """True of a finding whose summary for the public anyone may read, and nothing else."""
        return self.kind == "finding" and self.state == "public"

    @property
    def is_current(self) -> bool:
        return self.state not in ("withdrawn", "recalled")


class World:
    """The records of `roles.tsv`, of our department (`ours`) and of another (`theirs`)."""

    def __init__(self) -> None:
        self.departments = {
            whose: factories.DepartmentFactory(slug=whose, name=whose)
            for whose in ("ours", "theirs")
        }
        self.body = factories.BodyFactory()
        self.meeting = factories.MeetingFactory()
        factories.SessionFactory(meeting=self.meeting, body=self.body)
        self.inspection = factories.InspectionReceivedFactory()
        rows = table("roles.tsv")
        self.kept: list[JournalledModel] = []
        for number, row in enumerate(rows):
            self.kept.append(self._make(number, row))

    def _make(self, number: int, row: dict[str, str]) -> JournalledModel:
        mark = f"印{number:03}号"
        facts = STATES[row["state"]]
        record = getattr(self, f"_{row['kind']}")(mark, row["whose"], facts, row["state"])
        path = f"/{record.file.name}" if row["kind"] in FILES else record.get_absolute_url()
        readers = frozenset(role for role in ROLES if row[role] == "+")
        return JournalledModel(row["kind"], row["state"], path, mark, readers, record)

    def _meeting(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        meeting = factories.MeetingFactory(summary=mark, **facts)
        factories.SessionFactory(meeting=meeting, body=self.body)
        return meeting

    def _body(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        return factories.BodyFactory(name=mark, **facts)

    def _audit(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        regime = {"ours": "internal", "theirs": "external"}[whose]
        audit = factories.AuditFactory(subject=mark, regime=regime, **facts)
        factories.AuditTargetFactory(audit=audit, department=self.departments[whose])
        return audit

    def _finding(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        of = STATES["draft" if state == "of_draft" else "public"]
        audit = self._audit(mark.replace("印", "指摘元"), whose, of, state)
        texts = dict.fromkeys((*ELEMENTS, "title", "summary", "answer", "answered_by"), mark)
        return factories.FindingFactory(
            audit=audit,
            department=self.departments[whose],
            public_summary=PUBLISHED,
            **texts | {"deficiency": "", "answered_on": date(2017, 3, 31)},
            **facts,
        )

    def _procedure(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        of = STATES["draft" if state == "of_draft" else "public"]
        audit = self._audit(mark.replace("印", "手続元"), whose, of, state)
        return factories.ProcedureFactory(audit=audit, procedure=mark, **facts)

    def _request(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        of = STATES["draft" if state == "of_draft" else "public"]
        audit = self._audit(mark.replace("印", "依頼元"), whose, of, state)
        department = self.departments[whose]
        values = {"audit": audit, "department": department, "title": mark, **facts}
        request = factories.DocumentRequestFactory(**values)
        if state != "draft":
            factories.RequestStepFactory(request=request)
        return request

    def _drill(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        drill = factories.DrillFactory(name=mark, **facts)
        factories.DrillDepartmentFactory(drill=drill, department=self.departments[whose])
        return drill

    def _inspection(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        inspection = factories.InspectionReceivedFactory(name=mark, **facts)
        department = self.departments[whose]
        factories.InspectedDepartmentFactory(inspection=inspection, department=department)
        return inspection

    def _department(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        parent = self.departments[whose]
        return factories.DepartmentFactory(name=mark, parent_department=parent, **facts)

    def _handout(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        seen = {"title": mark, "visibility": facts["visibility"]}
        return self._filed(factories.HandoutFactory(meeting=self.meeting, **seen), state)

    def _document(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        seen = {"title": mark, "visibility": facts["visibility"]}
        made = factories.InspectionDocumentFactory(inspection=self.inspection, **seen)
        return self._filed(made, state)

    def _audit_paper(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        audit = self._of("audit", whose, "draft" if state == "of_draft" else "public")
        seen = {"title": mark, "visibility": facts["visibility"]}
        return factories.AuditPaperFactory(audit=audit, **seen)

    def _evidence(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        return self._finding_paper(mark, whose, state, "evidence")

    def _answer(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        return self._finding_paper(mark, whose, state, "answer")

    def _finding_paper(self, mark: str, whose: str, state: str, role: str) -> Any:
        finding = self._of("finding", whose, state)
        return factories.FindingPaperFactory(finding=finding, title=mark, role=role)

    def _issued(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        of = "draft" if state == "of_draft" else "public"
        audit = self._audit(mark.replace("印", "発出元"), whose, STATES[of], state)
        return factories.IssuedDocumentFactory(audit=audit, addressee=mark, **facts)

    def _working_paper(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        kind = DocumentType.WORKING_PAPER
        audit = self._of("audit", whose, "public")
        values = {"audit": audit, "document_type": kind, "addressee": mark}
        return factories.IssuedDocumentFactory(**values, **facts)

    def _issued_paper(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        document = self._of("issued", whose, state)
        return factories.IssuedPaperFactory(document=document, title=mark)

    def _submission(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        return factories.SubmissionFactory(title=mark, **facts)

    def _submission_paper(self, mark: str, whose: str, facts: dict, state: str) -> Any:
        submission = self._of("submission", whose, state)
        return factories.SubmissionPaperFactory(submission=submission, title=mark)

    def _of(self, kind: str, whose: str, state: str) -> Any:
        """The record of this kind that the table made before."""
        ours = whose == "ours"
        found = (one for one in self.kept if (one.kind, one.state) == (kind, state))
        return next(one.record for one in found if one.is_ours == ours)

    def _filed(self, paper: Any, state: str) -> Any:
        with journal.change(actor="test"):
            paper.file.save(f"{state}.txt", ContentFile("資料"))
        return paper

    def somebody(self, role: str) -> Any:
        """An account in this role; None for anyone."""
        if role == "anyone":
            return None
        user = factories.UserFactory(
            is_staff=role in STAFF, is_superuser=role == "superuser", is_active=role != "inactive"
        )
        if role in GROUPS:
            call_command("sync_roles", stdout=StringIO())
            user.groups.add(Group.objects.get(name=GROUPS[role]))
        self._open(user, role)
        return user

    def deputy(self, name: str) -> Deputy:
        """A council member who may act for somebody, as `DEPUTIES` says."""
        person, first, last = DEPUTIES[name]
        today = timezone.localdate()
        return Deputy.objects.create(
            person=self.somebody(person),
            deputy=self.somebody("council"),
            first_day=today + timedelta(days=first),
            last_day=today + timedelta(days=last),
            reason="出張",
        )

    def _open(self, user: Any, role: str) -> None:
        """What stands on an account beside its role; every inspector also has what is over."""
        today = timezone.localdate()
        if role == "contact":
            Contact.objects.create(user=user, department=self.departments["ours"])
        years = {"first_fiscal_year": 2016, "last_fiscal_year": 2016}
        scopes = {
            "inspector": ("internal", years, today),
            "expired": ("", years, today - timedelta(days=1)),
            "outside": ("auditor", years, today),
        }
        if role in scopes:
            regime, years, until = scopes[role]
            InspectionScope.objects.create(user=user, regime=regime, expires_on=until, **years)
