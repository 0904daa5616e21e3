"""The account of follow-up as official documents print it, in Japanese.

Order and columns are those of フォローアップ状況報告: the outline, table 1 by year, tables 2 and
3 of the measures completed and not completed, then the figures by what they are about. What is
not on record stays blank.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.db.models import F
from django.utils import translation

from audits.accounting import Account, seen_by
from audits.finding_columns import as_of, department_of, finding_due, finding_state
from audits.finding_states import is_accepted
from audits.follow_up import Line
from audits.models import Finding, FindingQuerySet
from calendars.scheduled import day_text
from dates import FiscalYear
from records.lists import Table

TITLE = "指摘事項のフォローアップ状況"
MOST = 2_000  # rows of a table of findings; a document is made as a whole, and read by people
FIGURES = ("指摘", "完了", "未完了", "うち期限超過", "完了率")
FOUND = ("№", "監査名", "部門", "指摘事項")
COMPLETED = (*FOUND, "措置の内容", "完了日")
PENDING = (*FOUND, "現在の状況・措置状況", "期限", "未完了の理由")
AGES = ("経過日数", "未完了", "うち期限超過")
ACCEPTED = (*FOUND, "承認者", "受容の期限", "受容の理由")
INDENT = "　"
PARENTS = "department__parent_department__parent_department__parent_department"


def outline(account: Account) -> list[str]:
    """The outcome in sentences, in Japanese."""
    found = account.total.count
    with translation.override("ja"):
        day = day_text(account.at)
    texts = [
        f"{day}現在、指摘事項は{found.given}件である。このうち、措置が完了したものは"
        f"{found.completed}件、措置が完了していないものは{found.pending}件"
        f"（うち期限を過ぎているものは{found.overdue}件）である。",
        f"期限を延長したものは{account.extended.count.given}件、再指摘は"
        f"{account.repeats.count.given}件、リスクを受容しているものは"
        f"{account.accepted.count.given}件である。",
    ]
    if account.average is not None:
        texts.append(
            f"指摘した日から完了した日までは、平均{account.average}日である"
            f"（両方の日付の記録がある{account.averaged}件の平均）。"
        )
    return texts


def tables(account: Account, user: Any, most: int = MOST) -> list[Table]:
    """All tables; those of single findings have at most so many rows, and say what is left out."""
    with translation.override("ja"):
        completed, pending = of_findings(account, user, most)
        total = Line("計", account.total.count)
        by_year = _figures(1, "年度別", "年度・監査の区分", [*account.years, total])
        return [
            replace(by_year, facts=tuple(outline(account))),
            completed,
            pending,
            _figures(4, "部門別", "部門", account.departments),
            _figures(5, "判定区分別", "判定区分", account.grades),
            _figures(6, "根本原因別", "根本原因", account.causes),
            _ages(7, "経過日数別", account.ages),
            accepted_risks(account, user, most),
        ]


def of_findings(account: Account, user: Any, most: int) -> tuple[Table, Table]:
    """Tables 2 and 3: the findings completed in the fiscal year of the day, and those pending."""
    at, year = account.at, FiscalYear.of(account.at)
    seen = seen_by(user).shown_as_of(at)
    completed = seen.completed_as_of(at).filter(closed_on__gte=year.first_day)
    pending = seen.not_completed_as_of(at)
    by_due_date = (F("due_at").asc(nulls_last=True), "pk")
    with translation.override("ja"):
        done, more = _rows(completed.order_by("closed_on", "pk"), _done, most)
        left, others = _rows(pending.order_by(*by_due_date), _left, most)
        title = f"{year.wareki()}に措置が完了したもの"
        return (
            Table(title, COMPLETED, done, 2, notes=more, merges=False),
            Table("措置が完了していないもの", PENDING, left, 3, notes=others, merges=False),
        )


def accepted_risks(account: Account, user: Any, most: int) -> Table:
    """Table 8: the findings whose risk was accepted at the end of the day, and until when."""
    at = account.at
    accepted = seen_by(user).shown_as_of(at).given(at).with_accepted_risk(at)
    with translation.override("ja"):
        rows, more = _rows(accepted.order_by("pk"), partial(_accepted, at), most)
        return Table("リスクを受容しているもの", ACCEPTED, rows, 8, notes=more, merges=False)


def _figures(number: int, title: str, head: str, lines: Iterable[Line]) -> Table:
    rows = []
    for line in lines:
        found = line.count
        numbers = (found.given, found.completed, found.pending, found.overdue, found.rate)
        rows.append((INDENT * line.level + line.label, *map(str, numbers)))
    return Table(title, (head, *FIGURES), tuple(rows), number, merges=False)


def _ages(number: int, title: str, lines: Iterable[Line]) -> Table:
    rows = tuple((one.label, str(one.count.pending), str(one.count.overdue)) for one in lines)
    notes = ("措置が完了していないものの、指摘した日から基準日までの日数による。",)
    return Table(title, AGES, rows, number, notes=notes, merges=False)


def _rows(
    findings: FindingQuerySet, rest: Callable[[Finding], tuple[str, ...]], most: int
) -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    """The rows of at most so many findings, and a note of how many more there are."""
    shown = findings.select_related("audit", PARENTS)
    shown = shown.prefetch_related("audit__classifications__type")[: most + 1]
    rows = tuple((*_found(number, one), *rest(one)) for number, one in enumerate(shown, 1))
    left_out = findings.count() - most if len(rows) > most else 0
    return rows[:most], (f"ほか{left_out}件",) if left_out else ()


def _found(number: int, finding: Finding) -> tuple[str, ...]:
    text = finding.title or finding.summary
    return str(number), str(finding.audit), department_of(finding), text


def _done(finding: Finding) -> tuple[str, ...]:
    actions = [action.description for action in finding.corrective_actions.all()]
    return "\n".join(actions or [finding.closing_reason]), day_text(finding.closed_on)


def _left(finding: Finding) -> tuple[str, ...]:
    granted = [one for one in finding.extensions.all() if one.granted_on <= as_of(finding)]
    last = max(granted, key=lambda one: one.due_on, default=None)
    reason = f"期限延長の理由：{last.reason}" if last else ""
    return finding_state(finding), finding_due(finding), reason


def _accepted(at: date, finding: Finding) -> tuple[str, ...]:
    held = [one for one in finding.acceptances.all() if is_accepted([one], at)]
    last = max(held, key=lambda one: one.until)
    return str(last), day_text(last.until), last.reason
