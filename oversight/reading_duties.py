"""The duties that rules read, taken from the register in a constant number of queries."""

from collections.abc import Iterator

from oversight import rules
from oversight.models import Duty
from records.base import Life

HIDING = "-"  # before a word that must not be in a title
ITEM_BODY = "representative-council"  # its items show events


def read_duties() -> Iterator[rules.Duty]:
    """The duties that are in force in the register, in their order."""
    rows = Duty.objects.in_force().prefetch_related("fulfilments", "waivers")
    return (_duty(row) for row in rows)


def read_all_duties() -> Iterator[rules.Duty]:
    """All duties that are registered, those switched off as well."""
    rows = Duty.objects.filter(life=Life.REGISTERED).prefetch_related("fulfilments", "waivers")
    return (_duty(row) for row in rows)


def _duty(row: Duty) -> rules.Duty:
    return rules.Duty(
        subject=rules.Subject(row._meta.label_lower, str(row.uid)),
        code=row.code,
        title=row.title,
        source=row.source,
        who=row.obliged,
        what=row.content,
        cycle=rules.Cycle(row.cycle),
        times=row.times,
        each_department=row.each_department,
        deadline=_deadline(row),
        validity=rules.Validity(row.valid_from, row.valid_until),
        met_by=_match(row.met_by, row.met_by_codes, row.met_by_matters, row.met_by_words),
        shown_by=_match(row.shown_by, ITEM_BODY, row.shown_by_matters, row.shown_by_words),
        certainty=rules.Certainty(row.certainty),
        is_on=row.is_on,
        fulfilments=tuple(
            rules.Fulfilment(one.period, rules.Subject(one.record_type, str(one.record_uid)))
            for one in row.fulfilments.all()
        ),
        waivers=tuple(rules.Waiver(one.period, one.reason) for one in row.waivers.all()),
    )


def _deadline(row: Duty) -> rules.Deadline:
    return rules.Deadline(
        rule=rules.DeadlineRule(row.deadline),
        months=row.deadline_months or 0,
        until_months=row.deadline_until_months or 0,
        days=row.deadline_days or 0,
        before=row.deadline_duty,
        is_moved=row.deadline_is_moved,
    )


def _match(kind: str, codes: str, matters: str, words: str) -> rules.Match:
    listed = words.split()
    return rules.Match(
        kind=rules.MetBy(kind),
        codes=tuple(codes.split()),
        matters=tuple(matters.split()),
        words=tuple(word for word in listed if not word.startswith(HIDING)),
        but=tuple(word.removeprefix(HIDING) for word in listed if word.startswith(HIDING)),
    )
