"""Who is mailed about what concerns a department: its contacts."""

from collections import defaultdict
from typing import Any

from organization.models import Contact, Department


class Addressees:
    """The active contacts of all departments, asked of the database once."""

    def __init__(self) -> None:
        self._contacts: dict[int, list[Any]] = defaultdict(list)
        rows = Contact.objects.filter(user__is_active=True).select_related("user")
        for contact in rows.order_by("user__username"):
            self._contacts[contact.department_id].append(contact.user)

    def of(self, department: Department | None) -> list[Any]:
        """The department's contacts; where it has none, those of what it belongs to."""
        above = [department, *department.ancestors()] if department else []
        return next((self._contacts[one.pk] for one in above if one.pk in self._contacts), [])
