"""Tables 8 to 12 of the annual report, and tables of any form, brought into the register."""

from audits.imports.intake import ANY_AUDITS, ANY_DRILLS, ANY_INSPECTIONS
from audits.imports.tables import ACCOUNTING, AUDITOR, DRILLS, EXTERNAL, INTERNAL

__all__ = [
    "ACCOUNTING",
    "ANY_AUDITS",
    "ANY_DRILLS",
    "ANY_INSPECTIONS",
    "AUDITOR",
    "DRILLS",
    "EXTERNAL",
    "INTERNAL",
]
