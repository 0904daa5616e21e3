"""The records that a duty means: those that meet it, and those that show its event."""

from dates import FiscalYear
from oversight.rules.duty import Duty, Match, MetBy
from oversight.rules.events import Audit, Drill, Event, Sitting
from oversight.rules.facts import Certification, Facts
from oversight.rules.submission import Submission


def events(duty: Duty, facts: Facts, year: FiscalYear) -> list[Event]:
    """The records of `year` that show that a duty's event happened, each once."""
    is_shown = duty.shown_by.kind != MetBy.NONE
    return matching(duty.shown_by if is_shown else duty.met_by, facts, year)


def matching(wanted: Match, facts: Facts, year: FiscalYear) -> list[Event]:
    """The records of a fiscal year that are meant, those that are off left out."""
    kept = kept_of(wanted, facts, year)
    return [one for one in kept if not one.is_off and _is_meant(wanted, one)]


def kept_of(wanted: Match, facts: Facts, year: FiscalYear) -> list[Event]:
    """All records of the kind that are kept for a fiscal year, whatever they are about.

    Sittings are those of the bodies that are meant, audits those under the same regimes,
    submissions those of the same kinds.
    """
    found: list[Event] = []
    match wanted.kind:
        case MetBy.ITEM | MetBy.SITTING:
            sittings = facts.sittings_by_year.get(year.year, ())
            found += (one for one in sittings if _bodies(one).intersection(wanted.codes))
        case MetBy.AUDIT:
            regimes = {one.regime for one in facts.audit_types if one.slug in wanted.codes}
            audits = facts.audits_by_year.get(year.year, ())
            found += (one for one in audits if one.regime in regimes)
        case MetBy.DRILL:
            found += facts.drills_by_year.get(year.year, ())
        case MetBy.SUBMISSION:
            submissions = facts.submissions_by_year.get(year.year, ())
            found += (one for one in submissions if one.kind in wanted.codes or not wanted.codes)
    return found


def named_certifications(duty: Duty, facts: Facts) -> list[Certification]:
    """The certifications whose time a duty is about, by the words of their names."""
    wanted = duty.shown_by if duty.shown_by.kind == MetBy.CERTIFICATION else duty.met_by
    return [one for one in facts.certifications if wanted.has_words(one.name)]


def _bodies(sitting: Sitting) -> set[str]:
    return {one.body for one in sitting.sessions}


def _is_meant(wanted: Match, event: Event) -> bool:
    match event:
        case Sitting() if wanted.kind == MetBy.ITEM:
            return any(
                item.body in wanted.codes
                and (not wanted.matters or item.matter in wanted.matters)
                and wanted.has_words(item.title)
                for item in event.items
            )
        case Audit():
            return bool(set(event.types).intersection(wanted.codes)) and wanted.has_words(
                event.title
            )
        case Drill() | Submission():
            return wanted.has_words(event.title)
    return True
