"""Rules about certifications: their ends and renewals, surveillance, the chain of audit periods."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dates import FiscalYear, Precision, months_after, next_workday
from oversight.rules.covering import Tree
from oversight.rules.duties.matching import named_certifications
from oversight.rules.duty import DeadlineRule
from oversight.rules.events import Audit
from oversight.rules.facts import EXTERNAL, Certification, Facts
from oversight.rules.rule import Certainty, Observation, Rule, Severity
from oversight.rules.words import calendar_year_text, day_text, folded

PRIVACY_MARK, ISMS = "プライバシーマーク", "ISMS"
ISMS_REVIEW, WEBTRUST = "isms-review", "webtrust"  # codes of audit types
APPLICATION = "application"  # of `oversight.models.SubmissionKind`
ONE_DAY = timedelta(days=1)
KNOWN = (Precision.DAY, Precision.MONTH)  # a period in months means the whole of them
CERTIFICATE = _("the certificate on record")
CYCLE = _("ISO/IEC 17021-1, cycle of certification; contract of the Privacy Mark")
WINDOW = _("JIPDEC, renewal of the Privacy Mark: from 8 to 4 months before its end")
SURVEILLED = _("ISO/IEC 17021-1: a surveillance audit at least once a calendar year")
CHAINED = _("CA/Browser Forum Baseline Requirements 8.1: an unbroken chain of audit periods")
REPORTED = _("CA/Browser Forum Baseline Requirements 8.6: report within three months")
ENDED = _("The certification “%(name)s” ended on %(day)s, and no later end is on record.")
TO_APPLY = _("The renewal of “%(name)s” is applied for from %(opens)s to %(closes)s.")
TOO_LONG = _("“%(name)s” is valid from %(begins)s to %(day)s, which is longer than its cycle.")
NOT_SURVEILLED = _("No surveillance audit of “%(name)s”%(place)s is on record in %(year)s.")
BROKEN = _(
    "The audit period of “%(title)s” begins on %(day)s; the one before it ended on %(before)s."
)
LONG_PERIOD = _("The audit period of “%(title)s” is longer than a year: %(begins)s to %(day)s.")
NO_REPORT = _("The report of “%(title)s” was due on %(day)s, three months after its period.")


def ended(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Certifications that ended in `year`, before `at`."""
    for one in facts.certifications:
        until = one.valid_until
        if until and year.contains(until) and until < at:
            yield _about(one, ENDED, until, day=day_text(until))


def renewal(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Privacy Marks to apply for the renewal of: from the window's first day to the mark's end.

    The window closes in `year`. Its last day alone moves, to the next working day. An application
    within it, or what was said by hand of the duty to apply, settles it.
    """
    for one in facts.certifications:
        if one.valid_until and folded(one.name) == PRIVACY_MARK:
            opens = months_after(one.valid_until, -8) + ONE_DAY
            closes = next_workday(months_after(one.valid_until, -4))
            is_open = year.contains(closes) and opens <= at <= one.valid_until
            if is_open and not _is_applied_for(facts, one, opens, min(at, closes)):
                told = {"opens": day_text(opens), "closes": day_text(closes)}
                yield _about(one, TO_APPLY, closes, **told)


def too_long(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """Certifications that began in `year` and hold for longer than their cycle."""
    for one in facts.certifications:
        begins, until = one.valid_from, one.valid_until
        if begins and until and one.cycle and year.contains(begins):
            last = months_after(begins, one.cycle)
            if until > last:
                days = {"begins": day_text(begins), "day": day_text(until)}
                yield _about(one, TOO_LONG, last, **days)


def not_surveilled(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """ISMS certifications without an audit of the certification body in a calendar year.

    The calendar year that ends in `year`. Judged where such audits are on record in both fiscal
    years that it touches, and not for a certificate that is no older.
    """
    first, last = date(year.year, 1, 1), date(year.year, 12, 31)
    audits = [_of_type(facts, one, ISMS_REVIEW) for one in (year.year - 1, year.year)]
    if at < last or not all(audits):
        return
    within = [one for each in audits for one in each if one.schedule.overlaps(first, last)]
    met = Tree(facts.departments, last).touched(within)
    for one in facts.certifications:
        is_met = one.department in met if one.department else bool(within)
        is_older = one.valid_from is None or one.valid_from < first
        has_ended = one.valid_until is not None and one.valid_until < last
        if ISMS in one.name and is_older and not has_ended and not is_met:
            place = facts.department_by_key.get(one.department or 0)
            named = f"（{place.name}）" if place else ""
            told = {"place": named, "year": calendar_year_text(year.year)}
            yield _about(one, NOT_SURVEILLED, last, EXTERNAL, **told)


def broken_chain(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """WebTrust audits of `year` whose period leaves days out after the one before it."""
    chains: dict[frozenset[int], list[tuple[date, date, Audit]]] = defaultdict(list)
    for audit in facts.audits:
        if period := _period(audit):
            chains[frozenset(one.department for one in audit.covers)].append((*period, audit))
    for chain in chains.values():
        ordered = sorted(chain, key=lambda each: each[:2])
        for (_first, before, _audit), (begins, _last, audit) in pairwise(ordered):
            if audit.fiscal_year == year.year and begins > before + ONE_DAY:
                days = {"day": day_text(begins), "before": day_text(before)}
                yield _of_audit(audit, BROKEN, before + ONE_DAY, **days)


def long_period(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """WebTrust audits of `year` whose period is longer than a year."""
    for audit, begins, ends in _periods(facts, year):
        last = months_after(begins, 12) - ONE_DAY
        if ends > last:
            days = {"begins": day_text(begins), "day": day_text(ends)}
            yield _of_audit(audit, LONG_PERIOD, last, **days)


def report_late(facts: Facts, year: FiscalYear, at: date) -> Iterator[Observation]:
    """WebTrust audits of `year` not reported within three months, no days, after their period."""
    for audit, _begins, ends in _periods(facts, year):
        due = months_after(ends, 3)
        if due < at and (audit.reported_on is None or audit.reported_on > due):
            yield _of_audit(audit, NO_REPORT, due, day=day_text(due))


def _is_applied_for(facts: Facts, one: Certification, opens: date, last: date) -> bool:
    """True where the renewal was applied for from `opens` to `last`, however exactly that is known.

    Or where a duty to apply within such a window has a record linked to it by hand, or is waived.
    """
    by_hand = any(
        f"{one.valid_until}" in duty.periods_by_hand
        for duty in facts.duties
        if duty.deadline.rule == DeadlineRule.WINDOW and one in named_certifications(duty, facts)
    )
    return by_hand or any(
        each.kind == APPLICATION
        and PRIVACY_MARK in folded(each.title)
        and each.schedule.overlaps(opens, last)
        for each in facts.submissions
    )


def _of_type(facts: Facts, year: int, slug: str) -> list[Audit]:
    audits = facts.audits_by_year.get(year, ())
    return [one for one in audits if slug in one.types and not one.is_off]


def _period(audit: Audit) -> tuple[date, date] | None:
    """The first and last day of a WebTrust audit's period; None where they are not known."""
    if WEBTRUST not in audit.types or audit.is_off or len(audit.period.segments) != 1:
        return None
    [segment] = audit.period.segments
    is_known = segment.precision in KNOWN and not segment.approximate
    if not is_known or segment.start is None or segment.end is None:
        return None
    return segment.start, segment.end


def _periods(facts: Facts, year: FiscalYear) -> Iterator[tuple[Audit, date, date]]:
    for audit in facts.audits_by_year.get(year.year, ()):
        if period := _period(audit):
            yield audit, *period


def _about(
    one: Certification, message: str | Promise, due: date, whole: str = "", **params: str
) -> Observation:
    return Observation(
        message=message,
        params={"name": one.name, **params},
        subjects=(one.subject,),
        due=due,
        on=due,
        whole=whole,
    )


def _of_audit(audit: Audit, message: str | Promise, due: date, **params: str) -> Observation:
    return Observation(
        message=message,
        params={"title": audit.title, **params},
        subjects=(audit.subject,),
        due=due,
        on=due,
    )


RULES = (
    Rule(
        code="certification-ended",
        title=_("certification that has ended"),
        source=CERTIFICATE,
        severity=Severity.WARNING,
        check=ended,
    ),
    Rule(
        code="renewal-to-apply-for",
        title=_("renewal of the Privacy Mark to apply for"),
        source=WINDOW,
        severity=Severity.NOTE,
        check=renewal,
    ),
    Rule(
        code="certification-longer-than-cycle",
        title=_("certification longer than its cycle"),
        source=CYCLE,
        severity=Severity.NOTE,
        certainty=Certainty.SECONDARY,
        check=too_long,
    ),
    Rule(
        code="isms-not-surveilled",
        title=_("calendar year without an ISMS surveillance audit"),
        source=SURVEILLED,
        severity=Severity.WARNING,
        certainty=Certainty.SECONDARY,
        check=not_surveilled,
    ),
    Rule(
        code="audit-periods-not-joined",
        title=_("gap between the audit periods of the certification authority"),
        source=CHAINED,
        severity=Severity.WARNING,
        check=broken_chain,
    ),
    Rule(
        code="audit-period-too-long",
        title=_("audit period of the certification authority longer than a year"),
        source=CHAINED,
        severity=Severity.WARNING,
        check=long_period,
    ),
    Rule(
        code="webtrust-report-late",
        title=_("report of the certification authority's audit not within three months"),
        source=REPORTED,
        severity=Severity.WARNING,
        check=report_late,
    ),
)
