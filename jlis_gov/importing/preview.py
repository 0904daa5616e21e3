"""Verdicts and results as pieces of the page."""

from collections.abc import Mapping
from typing import Any, cast

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse

from calendars.scheduled import fiscal_year_name
from dates import FiscalYear
from jlis_gov.importing.forms import ColumnsForm, ConfirmForm
from jlis_gov.importing.pending import PendingTable
from records.base import JournalledModel, Record
from records.imports import Item, Mode, Plan, TableImport, Verdict, folded

LISTED_WHOLE = 300  # rows; of a longer table those that would change nothing are left out
SHOWN_SAVED = 100


def preview(
    found: Plan,
    pending: PendingTable,
    sealed: str,
    form: ConfirmForm,
    said: list[str],
    request: HttpRequest,
) -> str:
    """The rows with their verdicts, and the form that confirms them."""
    present = {key for item in found.items for key in item.cells}
    headings = pending.given.table.labels()
    labels = {key: label for key, label in headings.items() if key in present}
    is_long = len(found.items) > LISTED_WHOLE
    listed = [one for one in found.items if not is_long or one.verdict != Verdict.UNCHANGED]
    counts = found.counts
    context = {
        "labels": labels.values(),
        "rows": [_row(item, labels, headings) for item in listed],
        "left_out": len(found.items) - len(listed),
        "table": pending.table,
        "name": pending.given.table.spec.name,
        "columns": _columns(pending, request.user),
        "year": fiscal_year_name(FiscalYear(pending.fiscal_year)),
        "counts": list(counts.items()),
        "has_work": bool(counts[Verdict.NEW] or counts[Verdict.CHANGED]),
        "words": found.unknown_words.items(),
        "is_unmade": _unmade(found, pending.given.table),
        "corrected": pending.words.items(),
        "parcel": sealed,
        "form": form,
        "said": said,
    }
    return render_to_string("admin/import_preview.html", context, request)


def result(found: Plan, saved: list[Record], mode: Mode, request: HttpRequest) -> str:
    """The records that were written, each with its address."""
    records = list(dict.fromkeys(saved))
    links = [(str(record), _address(record)) for record in records[:SHOWN_SAVED]]
    context = {
        "saved": len(saved),
        "links": links,
        "more": len(records) - len(links),
        "counts": list(found.counts.items()),
        "mode": mode,
        "is_stopped": mode == Mode.STOP and not saved and bool(found.taken(Mode.UPDATE)),
    }
    return render_to_string("admin/import_result.html", context, request)


def _unmade(found: Plan, table: TableImport) -> bool:
    """Return True where rows name what the register lacks, and could be made from them."""
    problems = (problem for item in found.items for problem in item.problems)
    return any(one.word and one.column == table.made for one in problems)


def _columns(pending: PendingTable, user: Any) -> ColumnsForm | None:
    """What may be said of the columns of a table of any form; None for one of the report."""
    if not pending.kind:
        return None
    return ColumnsForm(pending, user)


def _row(item: Item, labels: dict[str, str], headings: Mapping[str, str]) -> dict[str, Any]:
    """A row as the page shows it; `labels` are of the columns there, `headings` of all."""
    facts = item.parsed.facts() if item.parsed else {}
    cells = []
    for key, label in labels.items():
        typed = item.cells.get(key, "")
        read = facts[key].text if key in facts else ""
        is_same = folded(read) == folded(typed).rstrip("※")
        cells.append({"label": label, "typed": typed, "read": "" if is_same else read})
    problems = [(headings.get(problem.column, ""), problem) for problem in item.problems]
    address = _address(item.record) if item.record else ""
    return {"item": item, "cells": cells, "problems": problems, "address": address}


def _address(row: JournalledModel) -> str:
    """The page of the record that the row is, or belongs to."""
    record = cast(Record, next(iter(row.roots())))
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
