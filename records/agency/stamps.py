"""The state of the settings in one text, which another question can bring along."""

from typing import Any

from django.db.models import TextField, Value
from django.db.models.functions import Cast, Concat

from records.agency.models import THE_ONE, AgencySettings


def stamp() -> Any:
    """A query for the state of the settings, one text or none, to stand in another as well."""
    text: Any = TextField()
    parts = (Cast("uid", text), Value(" "), Cast("version", text), Value(" "))
    state = Concat(*parts, Cast("changed_at", text), output_field=text)
    rows = AgencySettings._base_manager.filter(pk=THE_ONE)
    return rows.annotate(stamp=state).values_list("stamp", flat=True)
