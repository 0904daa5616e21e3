"""Tables of departments."""

from organization.columns import DEPARTMENTS
from records.tables import RecordTable


class DepartmentTable(RecordTable):
    shown = DEPARTMENTS
