"""The kind of record that belongs to the whole house."""

from jlis_gov.models import ReportNote
from records.kinds import Fixture, Kind

REPORT_NOTES = Kind(
    model=ReportNote,
    name="report_notes",
    fixture=Fixture(file="report.toml", array="report_note"),
)
KINDS = (REPORT_NOTES,)
