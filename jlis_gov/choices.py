"""What a calendar can be made of: the keys of entries, with their names, in groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from audits.models import Regime
from audits.sources import AUDIT, DRILL
from meetings.models import Body
from meetings.sources import MEETING
from organization.models import Department
from records.base import marked

Group = tuple[str, list[tuple[str, str]]]
NAMED_IN_JAPANESE = ("body:", "department:")


class KeySelect(forms.Select):
    """A choice of one key; what is named in Japanese is marked as such."""

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if str(value).startswith(NAMED_IN_JAPANESE):
            option["attrs"]["lang"] = "ja"
        return option


class KeyBoxes(forms.CheckboxSelectMultiple):
    """A choice of several keys; what is named in Japanese is marked as such."""

    def create_option(
        self, name: str, value: Any, label: str, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        return super().create_option(name, value, marked(label), *args, **kwargs)


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
