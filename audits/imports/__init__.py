"""Tables 8 to 12 of the annual report, and tables of any form, brought into the register.

What reads their cells as fields reads those of other rooms' records, too.
"""

from audits.imports.cells import key_of, read_fields, shown
from audits.imports.finding_table import ANY_FINDINGS
from audits.imports.intake import ANY_AUDITS, ANY_DRILLS, ANY_INSPECTIONS
from audits.imports.line_saving import is_uid
from audits.imports.parsed import bare
from audits.imports.procedure_table import ANY_PROCEDURES
from audits.imports.request_table import ANY_REQUESTS
from audits.imports.tables import ACCOUNTING, AUDITOR, DRILLS, EXTERNAL, INTERNAL

__all__ = [
    "ACCOUNTING",
    "ANY_AUDITS",
    "ANY_DRILLS",
    "ANY_FINDINGS",
    "ANY_INSPECTIONS",
    "ANY_PROCEDURES",
    "ANY_REQUESTS",
    "AUDITOR",
    "DRILLS",
    "EXTERNAL",
    "INTERNAL",
    "bare",
    "is_uid",
    "key_of",
    "read_fields",
    "shown",
]
