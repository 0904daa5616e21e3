"""Tables of departments."""

from organization.columns import DEPARTMENTS
from records.lists import RecordTable


class DepartmentTable(RecordTable):
    shown = DEPARTMENTS
