"""One factory a model. What they make is valid, registered and public.

`internal=True` hides it, `draft=True` makes it a draft.
"""

from datetime import date
from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission

from audits import models as audits
from meetings import models as meetings
from organization import models as organization
from records import agency, journal
from records.base import Life, Visibility


class KeptFactory(factory.django.DjangoModelFactory):
    """Writes through the journal's door, after the checks that a form would make."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type, *args: Any, **kwargs: Any) -> Any:
        instance = model_class(*args, **kwargs)
        with journal.change(actor="test", reason="made by a factory"):
            instance.full_clean()
            instance.save()
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
    class Meta:
        model = audits.Finding

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


class FollowUpFactory(KeptFactory):
    class Meta:
        model = audits.FollowUp

    finding = factory.SubFactory(FindingFactory)
    audit = factory.SubFactory(AuditFactory, schedule_text="平成29年２月８日")


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


class CertificationFactory(RecordFactory):
    class Meta:
        model = audits.Certification

    name = factory.Sequence(lambda n: f"認証 {n}")


class AuditPlanFactory(RecordFactory):
    """An approved version; give `rows=[audit, …]` for what it lists, as it stands."""

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
        listed = kwargs.pop("rows", [])
        with journal.change(actor="test", reason="made by a factory"):
            plan = super()._create(model_class, *args, **kwargs)
            for order, record in enumerate(listed, start=1):
                kind, name = planned_kind(record)
                said = {"title": record.title, "schedule_text": record.schedule_text}
                row = kind(plan=plan, order=order, schedule=record.schedule, **said)
                setattr(row, name, record)
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
