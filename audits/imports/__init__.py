"""Tables 8 to 12 of the annual report, brought into the register."""

from audits.imports.tables import ACCOUNTING, AUDITOR, DRILLS, EXTERNAL, INTERNAL

__all__ = ["ACCOUNTING", "AUDITOR", "DRILLS", "EXTERNAL", "INTERNAL"]
