"""What a calendar can be made of: the keys of entries, with their names, in groups."""

from typing import Any

from django.utils.translation import gettext as _

from audits.models import Regime
from audits.sources import AUDIT, DRILL
from meetings.models import Body
from meetings.sources import KIND as MEETING
from organization.models import Department

Group = tuple[str, list[tuple[str, str]]]


def groups(user: Any) -> list[Group]:
    """Kinds, bodies, regimes and departments, as far as `user` (None is anyone) may know them."""
    bodies = Body.objects.visible_to(user).current()
    departments = Department.objects.visible_to(user).current().with_ancestors()
    regimes = [(f"regime:{one}", str(one.label).capitalize()) for one in Regime]
    found = [
        (_("Kinds"), [(MEETING, _("Meetings")), (AUDIT, _("Audits")), (DRILL, _("Drills"))]),
        (_("Bodies"), [(f"body:{body.slug}", body.name) for body in bodies]),
        (_("Audits by regime"), regimes),
        (_("Departments"), [(f"department:{one.slug}", one.full_name) for one in departments]),
    ]
    return [(heading, keys) for heading, keys in found if keys]
