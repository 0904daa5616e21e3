"""The annual report: its tables, as pages and as files."""

from jlis_gov.report.contents import has_records, overrides, seen_tables, tables, title
from jlis_gov.report.pages import ReportList, ReportPage

__all__ = [
    "ReportList",
    "ReportPage",
    "has_records",
    "overrides",
    "seen_tables",
    "tables",
    "title",
]
