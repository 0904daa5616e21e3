"""One factory a model. What they make is valid, registered and public.

`internal=True` hides it, `draft=True` makes it a draft.
"""

from datetime import date
from typing import Any
from uuid import uuid4

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.db import IntegrityError

from audits import models as audits
from meetings import models as meetings
from organization import models as organization
from oversight import models as oversight
from records import agency, journal
from records.base import Life, Visibility


class KeptFactory(factory.django.DjangoModelFactory):
    """Writes through the journal's door, after the checks that a form would make."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Any:
        instance = model_class(*args, **kwargs)
        try:
            with journal.change(actor="test", reason="made by a factory"):
                # The database checks constraints as it saves; before, each would cost a query.
                instance.full_clean(validate_constraints=False)
                instance.save()
        except IntegrityError:
            instance.validate_constraints()  # says it as a form would
            raise
        return instance


class RecordFactory(KeptFactory):
    class Meta:
        abstract = True

    class Params:
        internal = factory.Trait(visibility=Visibility.INTERNAL)
        draft = factory.Trait(life=Life.DRAFT, visibility=Visibility.INTERNAL)

    visibility = Visibility.PUBLIC
    life = Life.REGISTERED


class ScheduledFactory(RecordFactory):
    class Meta:
        abstract = True

    fiscal_year = 2016
    schedule_text = "平成28年11月８日"
    status = "held"


class AgencySettingsFactory(KeptFactory):
    class Meta:
        model = agency.AgencySettings

    name = "〇〇機構"


class DepartmentFactory(RecordFactory):
    class Meta:
        model = organization.Department

    slug = factory.Sequence(lambda n: f"department-{n}")
    name = factory.Sequence(lambda n: f"第{n}部")
    order = factory.Sequence(lambda n: n % 30_000)


class ReorganisationFactory(RecordFactory):
    class Meta:
        model = organization.Reorganisation

    title = "個人番号センターの設置"
    takes_effect_on = date(2016, 4, 1)


class ReorganisationStepFactory(KeptFactory):
    class Meta:
        model = organization.ReorganisationStep

    reorganisation = factory.SubFactory(ReorganisationFactory)
    department = factory.SubFactory(DepartmentFactory)
    role = organization.ReorganisationStep.Role.SUCCESSOR


class OfficerFactory(RecordFactory):
    class Meta:
        model = organization.Officer

    post = organization.Officer.Post.DIRECTOR
    name = factory.Sequence(lambda n: f"理事 {n}")
    attested_on = date(2017, 3, 31)


class BodyFactory(RecordFactory):
    class Meta:
        model = meetings.Body

    slug = factory.Sequence(lambda n: f"body-{n}")
    name = factory.Sequence(lambda n: f"第{n}委員会")
    short_name = factory.Sequence(lambda n: f"委員{n}"[:6])
    order = factory.Sequence(lambda n: n % 30_000)


class MembershipFactory(KeptFactory):
    class Meta:
        model = meetings.Membership

    body = factory.SubFactory(BodyFactory)
    name = factory.Sequence(lambda n: f"委員 {n}")
    order = factory.Sequence(lambda n: n % 30_000)
    attested_on = date(2017, 3, 31)


class YearlyCountFactory(KeptFactory):
    class Meta:
        model = meetings.YearlyCount

    body = factory.SubFactory(BodyFactory)
    fiscal_year = 2016
    sittings = 18


class QuorumFactory(KeptFactory):
    class Meta:
        model = meetings.Quorum

    body = factory.SubFactory(BodyFactory)
    share = meetings.Quorum.Share.MAJORITY
    source = "定款第12条"


class MeetingFactory(ScheduledFactory):
    class Meta:
        model = meetings.Meeting


class SessionFactory(KeptFactory):
    class Meta:
        model = meetings.Session

    meeting = factory.SubFactory(MeetingFactory)
    body = factory.SubFactory(BodyFactory)
    number = factory.Sequence(lambda n: n % 30_000 + 1)


class AgendaItemFactory(KeptFactory):
    class Meta:
        model = meetings.AgendaItem

    meeting = factory.SubFactory(MeetingFactory)
    body = factory.SubFactory(BodyFactory)
    order = factory.Sequence(lambda n: n % 30_000 + 1)
    title = factory.Sequence(lambda n: f"議案 {n}")


class AttendanceFactory(KeptFactory):
    class Meta:
        model = meetings.Attendance

    meeting = factory.SubFactory(MeetingFactory)
    member = factory.SubFactory(MembershipFactory)
    presence = meetings.Attendance.Presence.PRESENT


class HandoutFactory(KeptFactory):
    class Meta:
        model = meetings.Handout

    meeting = factory.SubFactory(MeetingFactory)
    title = factory.Sequence(lambda n: f"資料 {n}")
    visibility = Visibility.PUBLIC


class AuditTypeFactory(RecordFactory):
    class Meta:
        model = audits.AuditType

    slug = factory.Sequence(lambda n: f"type-{n}")
    regime = audits.Regime.INTERNAL
    name = factory.Sequence(lambda n: f"第{n}監査")
    short_name = factory.Sequence(lambda n: f"監査{n}"[:6])
    order = factory.Sequence(lambda n: n % 30_000)


class ConclusionFactory(RecordFactory):
    class Meta:
        model = audits.Conclusion

    visibility = Visibility.INTERNAL
    regime = audits.Regime.INTERNAL
    name = factory.Sequence(lambda n: f"結論 {n}")
    order = factory.Sequence(lambda n: n % 30_000)


class AuditFactory(ScheduledFactory):
    class Meta:
        model = audits.Audit

    regime = audits.Regime.INTERNAL
    subject = factory.Sequence(lambda n: f"対象業務 {n}")


class AuditClassificationFactory(KeptFactory):
    class Meta:
        model = audits.AuditClassification

    audit = factory.SubFactory(AuditFactory)
    type = factory.SubFactory(AuditTypeFactory, regime=factory.SelfAttribute("..audit.regime"))
    order = factory.Sequence(lambda n: n % 30_000)


class AuditTargetFactory(KeptFactory):
    class Meta:
        model = audits.AuditTarget

    audit = factory.SubFactory(AuditFactory)
    department = factory.SubFactory(DepartmentFactory)
    order = factory.Sequence(lambda n: n % 30_000)


class AuditCriterionFactory(KeptFactory):
    class Meta:
        model = audits.AuditCriterion

    audit = factory.SubFactory(AuditFactory)
    standard = factory.Sequence(lambda n: f"規程 {n}")


class AuditorFactory(KeptFactory):
    class Meta:
        model = audits.Auditor

    audit = factory.SubFactory(AuditFactory)
    name = factory.Sequence(lambda n: f"監査人 {n}")


class ConductedTogetherFactory(KeptFactory):
    class Meta:
        model = audits.ConductedTogether

    audit = factory.SubFactory(AuditFactory)
    partner = factory.SubFactory(AuditFactory)


class FindingFactory(RecordFactory):
    """A finding that is internal, as nearly all are; `published=True` tells the public of it."""

    class Meta:
        model = audits.Finding

    class Params:
        published = factory.Trait(
            visibility=Visibility.PUBLIC, public_summary="台帳の点検に不備があった。"
        )

    visibility = Visibility.INTERNAL
    audit = factory.SubFactory(AuditFactory)
    number = factory.Sequence(lambda n: n % 30_000 + 1)
    grade = audits.Finding.Grade.MINOR
    summary = factory.Sequence(lambda n: f"指摘 {n}")


class CorrectiveActionFactory(KeptFactory):
    class Meta:
        model = audits.CorrectiveAction

    finding = factory.SubFactory(FindingFactory)
    description = factory.Sequence(lambda n: f"処置 {n}")


class DueDateExtensionFactory(KeptFactory):
    class Meta:
        model = audits.DueDateExtension

    finding = factory.SubFactory(FindingFactory, due_on=date(2017, 3, 31))
    due_on = date(2017, 4, 28)
    granted_on = date(2017, 3, 24)
    reason = "機器の納入の遅れ"


class FindingCategoryFactory(RecordFactory):
    class Meta:
        model = audits.FindingCategory

    slug = factory.Sequence(lambda n: f"category-{n}")
    role = audits.FindingCategory.Role.CAUSE
    name = factory.Sequence(lambda n: f"原因 {n}")


class FindingClassificationFactory(KeptFactory):
    class Meta:
        model = audits.FindingClassification

    finding = factory.SubFactory(FindingFactory)
    category = factory.SubFactory(FindingCategoryFactory)


class RiskAcceptanceFactory(KeptFactory):
    class Meta:
        model = audits.RiskAcceptance

    finding = factory.SubFactory(FindingFactory, found_on=date(2017, 2, 8))
    approved_by = "山田太郎"
    approver_post = "理事長"
    approved_on = date(2017, 3, 1)
    reason = "機器の更改まで点検で補うため"
    until = date(2017, 9, 30)


class FollowUpFactory(KeptFactory):
    class Meta:
        model = audits.FollowUp

    finding = factory.SubFactory(FindingFactory)
    audit = factory.SubFactory(AuditFactory, schedule_text="平成29年２月８日")


class ProcedureFactory(RecordFactory):
    class Meta:
        model = audits.Procedure

    visibility = Visibility.INTERNAL
    audit = factory.SubFactory(AuditFactory)
    number = factory.Sequence(lambda n: n % 30_000 + 1)
    procedure = factory.Sequence(lambda n: f"手続 {n}")


class ProcedureFindingFactory(KeptFactory):
    class Meta:
        model = audits.ProcedureFinding

    procedure = factory.SubFactory(ProcedureFactory)
    finding = factory.SubFactory(
        FindingFactory,
        audit=factory.SelfAttribute("..procedure.audit"),
        visibility=Visibility.INTERNAL,
    )


class IssuedDocumentFactory(RecordFactory):
    class Meta:
        model = audits.IssuedDocument

    visibility = Visibility.INTERNAL
    document_type = audits.DocumentType.NOTICE
    audit = factory.SubFactory(AuditFactory)


class IssuedPaperFactory(KeptFactory):
    class Meta:
        model = audits.IssuedPaper

    document = factory.SubFactory(IssuedDocumentFactory)
    title = factory.Sequence(lambda n: f"発出文書 {n}")
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.4 1", name="発出文書.pdf"))


class DocumentTemplateFactory(RecordFactory):
    class Meta:
        model = audits.DocumentTemplate

    visibility = Visibility.INTERNAL
    document_type = audits.DocumentType.NOTICE
    valid_from = date(2016, 4, 1)
    file = "documents/2016/template.docx"


class DocumentRequestFactory(RecordFactory):
    class Meta:
        model = audits.DocumentRequest

    visibility = Visibility.INTERNAL
    audit = factory.SubFactory(AuditFactory)
    number = factory.Sequence(lambda n: n % 30_000 + 1)
    title = factory.Sequence(lambda n: f"資料 {n}")
    department = factory.SubFactory(DepartmentFactory)


class RequestStepFactory(KeptFactory):
    class Meta:
        model = audits.RequestStep

    request = factory.SubFactory(DocumentRequestFactory)
    order = factory.Sequence(lambda n: n % 30_000 + 1)
    kind = "sent"
    taken_on = date(2016, 10, 3)


class RequestPaperFactory(KeptFactory):
    class Meta:
        model = audits.RequestPaper

    request = factory.SubFactory(DocumentRequestFactory)
    title = factory.Sequence(lambda n: f"提出資料 {n}")
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.4 1", name="台帳.pdf"))


class DrillFactory(ScheduledFactory):
    class Meta:
        model = audits.Drill

    scenario = factory.Sequence(lambda n: f"想定 {n}")


class DrillDepartmentFactory(KeptFactory):
    class Meta:
        model = audits.DrillDepartment

    drill = factory.SubFactory(DrillFactory)
    department = factory.SubFactory(DepartmentFactory)
    order = factory.Sequence(lambda n: n % 30_000)


class AuthorityFactory(RecordFactory):
    class Meta:
        model = audits.Authority

    slug = factory.Sequence(lambda n: f"authority-{n}")
    name = factory.Sequence(lambda n: f"機関 {n}")


class InspectionReceivedFactory(ScheduledFactory):
    class Meta:
        model = audits.InspectionReceived

    authority = factory.SubFactory(AuthorityFactory)
    name = factory.Sequence(lambda n: f"検査 {n}")


class InspectedDepartmentFactory(KeptFactory):
    class Meta:
        model = audits.InspectedDepartment

    inspection = factory.SubFactory(InspectionReceivedFactory)
    department = factory.SubFactory(DepartmentFactory)
    order = factory.Sequence(lambda n: n % 30_000)


class InspectionDocumentFactory(KeptFactory):
    class Meta:
        model = audits.InspectionDocument

    inspection = factory.SubFactory(InspectionReceivedFactory)
    title = factory.Sequence(lambda n: f"文書 {n}")
    visibility = Visibility.PUBLIC


class AuditPaperFactory(KeptFactory):
    class Meta:
        model = audits.AuditPaper

    audit = factory.SubFactory(AuditFactory)
    title = factory.Sequence(lambda n: f"監査報告書 {n}")
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.4 1", name="報告書.pdf"))


class FindingPaperFactory(KeptFactory):
    class Meta:
        model = audits.FindingPaper

    finding = factory.SubFactory(FindingFactory)
    title = factory.Sequence(lambda n: f"写真 {n}")
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.4 2", name="写真.pdf"))


class ProcedurePaperFactory(KeptFactory):
    class Meta:
        model = audits.ProcedurePaper

    procedure = factory.SubFactory(ProcedureFactory)
    title = factory.Sequence(lambda n: f"照合表 {n}")
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.4 3", name="照合表.pdf"))


class CertificationFactory(RecordFactory):
    class Meta:
        model = audits.Certification

    name = factory.Sequence(lambda n: f"認証 {n}")


class AuditPlanFactory(RecordFactory):
    """An approved version; give `rows=[audit, …]` for what it lists, as it stands.

    `omitted=[(type, department), …]` are what it leaves out.
    """

    class Meta:
        model = audits.AuditPlan

    visibility = Visibility.INTERNAL
    fiscal_year = 2016
    title = "監査計画"
    approver = "理事長"
    approved_on = date(2016, 3, 24)
    decision_number = "決第３号"

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Any:
        listed, omitted = kwargs.pop("rows", []), kwargs.pop("omitted", [])
        with journal.change(actor="test", reason="made by a factory"):
            plan = super()._create(model_class, *args, **kwargs)
            for order, record in enumerate(listed, start=1):
                kind, name = planned_kind(record)
                said = {"title": record.title, "schedule_text": record.schedule_text}
                row = kind(plan=plan, order=order, schedule=record.schedule, **said)
                setattr(row, name, record)
                row.full_clean()
                row.save()
            for order, (kind, department) in enumerate(omitted, start=1):
                said = {"title": str(kind), "reason": "組織改編のため"}
                row = audits.PlanOmission(plan=plan, order=order, type=kind, **said)
                row.department = department
                row.full_clean()
                row.save()
        return plan


def planned_kind(record: Any) -> tuple[type, str]:
    """The kind of row that lists this record in a plan, and the name of its link."""
    is_audit = isinstance(record, audits.Audit)
    kind = audits.PlannedAudit if is_audit else audits.PlannedDrill
    return kind, kind.of


class UserFactory(factory.django.DjangoModelFactory):
    """Somebody who can sign in; `staff=True` may also view every kind of record."""

    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user-{n}")

    @factory.post_generation
    def staff(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        if create and extracted:
            self.is_staff = True
            self.save()
            self.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))


class SubmissionFactory(RecordFactory):
    class Meta:
        model = oversight.Submission

    visibility = Visibility.INTERNAL
    kind = oversight.SubmissionKind.NOTIFICATION
    title = factory.Sequence(lambda n: f"届出 {n}")
    fiscal_year = 2016
    submitted_text = "平成28年６月30日"


class SubmissionPaperFactory(KeptFactory):
    class Meta:
        model = oversight.SubmissionPaper

    submission = factory.SubFactory(SubmissionFactory)
    title = factory.Sequence(lambda n: f"届出書 {n}")
    file = factory.LazyFunction(lambda: ContentFile(b"%PDF-1.4 1", name="届出書.pdf"))


class AcknowledgementFactory(RecordFactory):
    class Meta:
        model = oversight.Acknowledgement

    visibility = Visibility.INTERNAL
    rule = "month-without-audit"
    fiscal_year = 2016
    detail = "2016-04"
    message = "平成28年４月の監事監査（例月監査）の記録がありません。"
    reason = "決算監査に含めて実施したため"
    given_on = date(2017, 4, 3)
    until = date(2018, 3, 31)


class AcknowledgedRecordFactory(KeptFactory):
    class Meta:
        model = oversight.AcknowledgedRecord

    acknowledgement = factory.SubFactory(AcknowledgementFactory)
    label = "audits.audittype"
    record_uid = factory.LazyFunction(uuid4)


class DutyFactory(RecordFactory):
    class Meta:
        model = oversight.Duty

    visibility = Visibility.INTERNAL
    code = factory.Sequence(lambda n: f"D-{n}")
    title = factory.Sequence(lambda n: f"義務 {n}")
    source = "機構法第31条第１項"
    cycle = oversight.Cycle.FISCAL_YEAR
    deadline = oversight.DeadlineRule.PERIOD_END
    certainty = oversight.Certainty.READ
    order = factory.Sequence(lambda n: n % 30_000)


class FulfilmentFactory(KeptFactory):
    class Meta:
        model = oversight.Fulfilment

    duty = factory.SubFactory(DutyFactory)
    period = "FY2016"
    record_type = oversight.Fulfilment.RecordType.SUBMISSION
    record_uid = factory.LazyFunction(lambda: SubmissionFactory().uid)


class WaiverFactory(KeptFactory):
    class Meta:
        model = oversight.Waiver

    duty = factory.SubFactory(DutyFactory)
    period = "FY2016"
    reason = "組織の廃止に伴い対象が存在しないため"
