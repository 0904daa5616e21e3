"""Tables 3 to 13 of the annual report of fiscal 2016, brought into an empty register."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from audits.models import Audit
from jlis_gov.composition import IMPORTS
from records.base import Record

pytestmark = pytest.mark.django_db

PRINTED = json.loads((Path(__file__).parent / "data" / "report_2016.json").read_text())
CELLS = {table["number"]: table["rows"] for table in PRINTED if table["number"] in IMPORTS}
# What the import does not decide: whether a record is approved and published, and its identity.
NOT_COMPARED = {"uid", "life", "visibility", "version"}
# What the fixture holds of these records that no table says, so that a human has to add it.
BY_HAND = {
    "Meeting": {"kind", "matter", "outcome", "opinion"},  # of an item of the agenda
    "Audit": set(),
    "Drill": set(),
}
# Table 11 has no column for the type: an import can only give the one that its title names.
TYPED_BY_HAND = {
    ("accounting", 1): "interim-accounting",
    ("accounting", 3): "interim-accounting",
    ("accounting", 4): "settlement-accounting",
    ("accounting", 5): "settlement-accounting",
}
# The rule would print 11日～19日 where the report has 11～19日.
WORDED_BY_HAND = {("accounting", 5): "平成29年５月11～19日\n平成29年５月25日"}


def prerequisites(folder: Path) -> Path:
    """The fixtures without any meeting, audit or drill: who there is, and what kinds."""
    for name, first in [
        ("organization.toml", None),
        ("meetings.toml", "meeting"),
        ("audits.toml", "audit"),
    ]:
        text = (settings.BASE_DIR / "fixtures" / name).read_text(encoding="utf-8")
        kept = text.split(f"\n[[{first}]]")[0] if first else text
        (folder / name).write_text(kept, encoding="utf-8")
    return folder


def names_of_audits() -> dict[str, str]:
    return {str(a.uid): f"{a.regime} {a.order}" for a in Audit.objects.all()}


def comparable(form: Any, names: dict[str, str], left_out: set[str]) -> Any:
    """A canonical form without what is not compared, its parts in an order of their own."""
    if isinstance(form, dict):
        return {
            key: comparable(value, names, left_out)
            for key, value in form.items()
            if key not in NOT_COMPARED | left_out
        }
    if isinstance(form, list):
        return sorted((comparable(part, names, left_out) for part in form), key=repr)
    return names.get(form, form) if isinstance(form, str) else form


def forms(model: type[Record]) -> list[Any]:
    """The year's records in canonical form, but for what a human adds."""
    names, left_out = names_of_audits(), BY_HAND[model.__name__]
    records = model.objects.in_fiscal_year(2016).order_by("starts_on", "pk")
    found = [comparable(record.canonical(), names, left_out) for record in records]
    return sorted(found, key=repr)
