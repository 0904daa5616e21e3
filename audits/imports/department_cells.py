"""The one department that a row of a table names, by its name or its code."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from audits.models import Audit
from organization.models import Department
from organization.names import DepartmentNames
from records.imports import Options, Problems, Row

NO_DEPARTMENT = _("There is no department of the code “%(text)s”.")
ONE_DEPARTMENT = _("One department is in charge. Please name one of “%(text)s”.")


class DepartmentCells:
    """Reads departments; asks for all of them once, when it is made."""

    def __init__(self, options: Options) -> None:
        self.names = DepartmentNames(options.words)
        self._codes = {each.slug: each for each in self.names.departments.values()}
        self._today = options.today

    def of(self, row: Row, audit: Audit, problems: Problems) -> tuple[Department, ...]:
        """The department that a row names, the code before the name; none for blank cells."""
        code, name = (row.cells.get(key, "").strip() for key in ("department_code", "department"))
        with problems.of("department_code"):
            if code and code not in self._codes:
                raise ValidationError(NO_DEPARTMENT, params={"text": code})
        if code:
            return (self._codes[code],) if code in self._codes else ()
        with problems.of("department"):
            return self._named(name, audit)
        return ()

    def _named(self, name: str, audit: Audit) -> tuple[Department, ...]:
        """The department that a text names, as it stood when it was audited."""
        if not name:
            return ()
        days = audit.days() if audit.pk else (self._today, self._today)
        found = self.names.read(name, days)
        if len(found) > 1:
            raise ValidationError(ONE_DEPARTMENT, params={"text": name})
        return (found[0].department,)
