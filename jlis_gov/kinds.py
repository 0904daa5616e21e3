"""The kinds of record that belong to the whole house."""

from jlis_gov.models import ReportNote
from records.agency import AgencySettings
from records.kinds import Fixture, Kind

REPORT_NOTES = Kind(
    model=ReportNote,
    name="report_notes",
    fixture=Fixture(file="report.toml", array="report_note"),
)
SETTINGS = Kind(
    model=AgencySettings,
    name="settings",
    fixture=Fixture(file="settings.toml", array="settings"),
)
KINDS = (REPORT_NOTES, SETTINGS)
