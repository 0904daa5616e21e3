"""What is unusual about the audit that a finding is put on: its days, and its departments."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from audits.models import COVERING, Audit, Finding, covering
from audits.scopes import word_targets
from calendars.scheduled import day_text
from organization.contacts import with_parts


def doubts(finding: Finding) -> list[str]:
    """What makes it likely that the finding is of another audit, a sentence each.

    It was made after all days of the audit, its exit meeting and report included; or the department
    in charge is none of those audited, nor a part of one, nor has one as a part.
    """
    return [*_of_its_day(finding), *_of_its_department(finding)]


def _of_its_day(finding: Finding) -> Iterator[str]:
    audit, found = finding.audit, finding.found_on
    if found is None or not audit.schedule.segments:
        return
    told = (audit.days()[1], audit.opening_on, audit.exit_on, audit.reported_on)
    if found > max(day for day in told if day):
        yield _(
            "The finding is of %(day)s, after the days of the audit %(audit)s (%(schedule)s), its "
            "exit meeting and its report."
        ) % {
            "day": day_text(found),
            "audit": audit,
            "schedule": audit.official_schedule,
        }


def _of_its_department(finding: Finding) -> Iterator[str]:
    audit, department = finding.audit, finding.department
    if department is None or audit.scope == Audit.Scope.AGENCY:
        return
    if audit.scope == Audit.Scope.LISTED and not audit.targets_in(*COVERING):
        return  # nothing is on record of whom it concerned
    near = with_parts([department.pk]) | {each.pk for each in department.ancestors()}
    this, others = Audit.objects.filter(pk=audit.pk), Audit.objects.current()
    if not this.filter(covering(this, near, others)).exists():
        yield _(
            "%(department)s is none of the departments of the audit %(audit)s: %(targets)s."
        ) % {"department": department, "audit": audit, "targets": word_targets(audit)}
