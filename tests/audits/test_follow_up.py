"""The account of follow-up: pure figures, and the same counted by hand over a generated decade."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audits.account_filters import Age, Measures
from audits.accounting import account, seen_by
from audits.filters import FindingFilters
from audits.follow_up import Fact, average_days, by_age, by_year, count
from audits.models import Finding
from records import journal
from tests import factories

DAY = date(2026, 11, 30)


def fact(made_on=None, closed_on=None, **facts) -> Fact:
    return Fact(made_on, closed_on, **{"regime": "internal", "grade": "minor"} | facts)


@pytest.mark.parametrize(
    ("days", "age"),
    [
        (0, Age.MONTH),
        (30, Age.MONTH),
        (31, Age.QUARTER),
        (90, Age.QUARTER),
        (91, Age.HALF),
        (180, Age.HALF),
        (181, Age.YEAR),
        (365, Age.YEAR),
        (366, Age.LONGER),
        (9_999, Age.LONGER),
    ],
)
def test_age_of_so_many_days(days, age):
    assert Age.of(days) is age
    made = fact(DAY - timedelta(days=days))
    assert [line.label for line in by_age([made], DAY)] == [age.label.capitalize()]


def test_year_is_that_of_the_day_it_was_made_and_none_is_guessed():
    made = [fact(date(2026, 3, 31)), fact(date(2026, 4, 1), date(2026, 5, 1)), fact()]
    found = [(line.query, line.count.given, line.count.completed) for line in by_year(made)]
    assert found == [
        ({"made": "2026"}, 1, 1),
        ({"made": "2026", "regime": "internal"}, 1, 1),
        ({"made": "2025"}, 1, 0),
        ({"made": "2025", "regime": "internal"}, 1, 0),
        ({"condition": "no-day"}, 1, 0),
    ]


def test_what_has_no_day_has_no_age():
    [line] = by_age([fact()], DAY)
    assert line.query == {"condition": "no-day"}


def test_days_to_close_are_the_mean_of_those_on_record():
    made = [
        fact(date(2026, 4, 1), date(2026, 4, 11)),  # 10 days
        fact(date(2026, 4, 1), date(2026, 4, 2)),  # 1 day
        fact(date(2026, 4, 1), date(2026, 4, 6)),  # 5 days
        fact(None, date(2026, 4, 6)),
        fact(date(2026, 4, 1)),
    ]
    assert average_days(made) == (Decimal("5.3"), 3)
    assert average_days(made[3:]) == (None, 0)


@pytest.mark.parametrize(("closed", "rate"), [(0, "0%"), (1, "33%"), (2, "66%"), (3, "100%")])
def test_rate_is_cut_so_that_only_all_is_all(closed, rate):
    made = [fact(DAY, DAY if number < closed else None) for number in range(3)]
    assert count(made).rate == rate
    assert count([]).rate == "－"


@dataclass
class Row:
    """A finding as it was put in, to be counted by hand."""

    found: date | None
    closed: date | None
    due: date | None
    granted: date | None
    later: date | None
    department: str
    grade: str
    regime: str
    life: str
    is_repeat: bool
    causes: list[str]
    accepted: tuple[date, date] | None

    def is_given(self, at: date) -> bool:
        return self.life == "registered" and (self.found is None or self.found <= at)

    def is_closed(self, at: date) -> bool:
        return self.closed is not None and self.closed <= at

    def is_extended(self, at: date) -> bool:
        return self.granted is not None and self.granted <= at

    def is_accepted(self, at: date) -> bool:
        is_held = self.accepted and self.accepted[0] <= at <= self.accepted[1]
        return bool(is_held) and not self.is_closed(at)

    def is_overdue(self, at: date) -> bool:
        due = self.later if self.is_extended(at) else self.due
        is_waited_for = not self.is_closed(at) and not self.is_accepted(at)
        return due is not None and due < at and is_waited_for


FIRST = date(2016, 4, 1)


def made_up(random: Random) -> Row:
    """A finding of ten years, one in ten without a day."""
    found = FIRST + timedelta(days=random.randrange(3_650))
    closed = found + timedelta(days=random.randrange(600)) if random.random() < 0.6 else None
    due = found + timedelta(days=random.randrange(1, 200)) if random.random() < 0.8 else None
    granted = later = None
    if due and random.random() < 0.4:
        granted = found + timedelta(days=random.randrange((due - found).days))
        later = due + timedelta(days=random.randrange(1, 300))
    if granted and closed:
        closed = max(closed, granted)
    is_dated = random.random() < 0.9
    accepted = None
    if random.random() < 0.2:
        approved = found + timedelta(days=random.randrange(100))
        accepted = (approved, approved + timedelta(days=random.randrange(400)))
        closed = max(closed, approved) if closed else None
    return Row(
        found=found if is_dated else None,
        closed=closed,
        due=due,
        granted=granted,
        later=later,
        department=random.choice(("", "kanri", "kaikei", "joho")),
        grade=random.choice(Finding.Grade.values),
        regime=random.choice(("internal", "auditor")),
        life=random.choices(("registered", "draft", "withdrawn"), (8, 1, 1))[0],
        is_repeat=random.random() < 0.2,
        causes=random.sample(("education", "procedure"), random.randrange(3)),
        accepted=accepted,
    )


@pytest.fixture
def decade(db) -> list[Row]:
    """120 findings of ten years, of audits that have no day of their own."""
    random = Random(16)
    rows = [made_up(random) for _number in range(120)]
    departments = {"": None, "kanri": factories.DepartmentFactory(slug="kanri", name="管理部")}
    departments["kaikei"] = factories.DepartmentFactory(
        slug="kaikei", name="会計課", parent_department=departments["kanri"]
    )
    departments["joho"] = factories.DepartmentFactory(slug="joho", name="情報処理部")
    audits = {
        regime: factories.AuditFactory(regime=regime, schedule_text="随時", status="planned")
        for regime in ("internal", "auditor")
    }
    causes = {
        slug: factories.FindingCategoryFactory(slug=slug, role="cause", name=slug)
        for slug in ("education", "procedure")
    }
    with journal.change(actor="test"):
        for number, row in enumerate(rows, 1):
            finding = Finding(
                audit=audits[row.regime],
                number=number,
                grade=row.grade,
                department=departments[row.department],
                summary=f"指摘 {number}",
                found_on=row.found,
                due_on=row.due,
                closed_on=row.closed,
                closing_reason="処置の完了" if row.closed else "",
                life=row.life,
                is_repeat=row.is_repeat,
            )
            finding.save()
            if row.granted:
                finding.extensions.create(
                    due_on=row.later, granted_on=row.granted, reason="機器の納入の遅れ"
                )
            for slug in row.causes:
                finding.classifications.create(category=causes[slug])
            if row.accepted:
                approved, until = row.accepted
                finding.acceptances.create(
                    approved_by="理事", approved_on=approved, until=until, reason="更改まで"
                )
    return rows


@pytest.fixture
def office(db):
    return factories.UserFactory(staff=True)


def figures(line) -> tuple[int, int, int]:
    return line.count.given, line.count.completed, line.count.overdue


def counted(rows: list[Row], at: date) -> tuple[int, int, int]:
    given = [row for row in rows if row.is_given(at)]
    closed = [row for row in given if row.is_closed(at)]
    return len(given), len(closed), sum(row.is_overdue(at) for row in given)


def days() -> list[date]:
    random = Random(20)
    return [FIRST + timedelta(days=random.randrange(3_650)) for _number in range(20)]


def fiscal_year(day: date | None) -> int | None:
    return day and (day.year if day.month >= 4 else day.year - 1)


def test_figures_are_those_counted_by_hand_at_twenty_days(decade, office):
    for at in days():
        found = account(office, at)
        given = [row for row in decade if row.is_given(at)]
        assert figures(found.total) == counted(given, at)
        years = {line.query.get("made"): figures(line) for line in found.years if not line.level}
        by_hand = Counter(fiscal_year(row.found) for row in given)
        assert years == {
            (str(year) if year else None): counted(
                [row for row in given if fiscal_year(row.found) == year], at
            )
            for year in by_hand
        }
        of = {line.query.get("department"): figures(line) for line in found.departments}
        kanri = [row for row in given if row.department in ("kanri", "kaikei")]
        assert of.get("kanri", (0, 0, 0)) == counted(kanri, at)
        nobody = [row for row in given if not row.department]
        assert of.get(None, (0, 0, 0)) == counted(nobody, at)
        for name, line_list in (("grade", found.grades), ("regime", found.regimes)):
            for line in line_list:
                rows = [row for row in given if getattr(row, name) == line.query[name]]
                assert figures(line) == counted(rows, at)
        assert found.extended.count.given == sum(row.is_extended(at) for row in given)
        assert found.accepted.count.given == sum(row.is_accepted(at) for row in given)
        causes = {line.query.get("cause", ""): figures(line) for line in found.causes}
        assert causes == {
            slug: counted([row for row in given if slug in (row.causes or [""])], at)
            for slug in {slug for row in given for slug in row.causes or [""]}
        }
        assert found.repeats.count.given == sum(row.is_repeat for row in given)
        spans = [(row.closed - row.found).days for row in given if row.found and row.is_closed(at)]
        assert found.averaged == len(spans)
        if spans:
            rounded = (20 * sum(spans) + len(spans)) // (2 * len(spans))  # in tenths, halves up
            assert found.average * 10 == rounded


def test_ages_are_those_counted_by_hand_at_twenty_days(decade, office):
    for at in days():
        waiting = [row for row in decade if row.is_given(at) and not row.is_closed(at)]
        ages = Counter(
            "none"
            if row.found is None
            else next(
                limit for limit in (30, 90, 180, 365, 99_999) if (at - row.found).days <= limit
            )
            for row in waiting
        )
        names = {"0-30": 30, "31-90": 90, "91-180": 180, "181-365": 365, "366-": 99_999}
        found = {
            names.get(line.query.get("age", ""), "none"): line.count.given
            for line in account(office, at).ages
        }
        assert found == ages


def listed(user, query: dict) -> int:
    """How many findings the list shows under these filters."""
    filters = FindingFilters(query, queryset=seen_by(user), request=SimpleNamespace(user=user))
    assert filters.is_valid(), filters.errors
    return filters.qs.count()


def test_each_figure_leads_to_a_list_of_so_many(decade, office):
    for at in days()[:3]:
        found = account(office, at)
        whole = (found.years, found.regimes, found.departments, found.grades, found.causes)
        remarkable = (found.extended, found.repeats, found.accepted)
        lines = [found.total, *remarkable, *(x for one in whole for x in one)]
        for line in lines:
            assert listed(office, line.query_of(at, Measures.GIVEN)) == line.count.given
            assert listed(office, line.query_of(at, Measures.COMPLETED)) == line.count.completed
        for line in (*lines, *found.ages):
            assert listed(office, line.query_of(at, Measures.PENDING)) == line.count.pending
            assert listed(office, line.query_of(at, Measures.OVERDUE)) == line.count.overdue


def test_queries_of_the_account_do_not_grow_with_findings(office):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            account(office, DAY)
        return len(queries)

    factories.FindingFactory(department=factories.DepartmentFactory(), found_on=date(2016, 12, 1))
    account(office, DAY)  # rights are asked once of each user object
    before = asked()
    for _number in range(2):
        parent = factories.DepartmentFactory()
        department = factories.DepartmentFactory(parent_department=parent)
        finding = factories.FindingFactory(
            department=department, found_on=date(2016, 12, 1), due_on=date(2017, 3, 31)
        )
        factories.DueDateExtensionFactory(finding=finding)
        factories.FindingClassificationFactory(finding=finding)
    assert asked() == before
