"""The form of a reorganisation: what ends, what takes its place, and where its parts go."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from calendars.scheduled import OfficialDateField
from organization.models import LAST_ORDER, Department
from organization.reorganising import Act, Reorganising
from records.base import Life, ReasonField, validate_text

LONGEST_TITLE = 90  # characters; the records of parts add their names
LEAST_ROWS, MOST_ROWS = 3, 20
SAME, NONE, ENDS = "", "none", "end"
Groups = list[tuple[Any, Any]]


class DepartmentChoice(forms.ModelMultipleChoiceField):
    """Departments to choose from, by their full names; of those that ended only what was sent."""

    def offer(self, departments: Iterable[Department], sent: Sequence[str]) -> None:
        """Show these, and those that were sent in whatever state they are now."""
        self.widget.choices = [
            (one.pk, str(one))
            for one in departments
            if one.valid_until is None or str(one.pk) in sent
        ]


def _place(department: Department) -> list[tuple[int, int]]:
    """Its place in the tree: whatever belongs to a department stands after it."""
    return [(one.order, one.pk) for one in (*department.ancestors()[::-1], department)]


class ActForm(forms.Form):
    """What becomes of which departments, on what day, by what decision."""

    required_css_class = "required"
    act = forms.ChoiceField(label=_("What is done"), choices=Act.choices, widget=forms.RadioSelect)
    day = OfficialDateField(
        label=_("takes effect on"),
        help_text=_(
            "The first day of what is new; the old ends on the day before: 令和９年４月１日"
        ),
    )
    predecessors = DepartmentChoice(
        Department.objects.none(),
        label=_("Departments that end"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Their sections end with them and begin anew where you say below."),
    )
    taken_in_by = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("Department that takes them in"),
        required=False,
        help_text=_("Only where departments are merged into one that goes on under its own name."),
    )
    title = forms.CharField(
        label=_("title"),
        max_length=LONGEST_TITLE,
        required=False,
        help_text=_("For example システム統括室の設置. Left empty, it is made from the names."),
    )
    description = forms.CharField(
        label=_("description"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    decision_number = forms.CharField(
        label=_("decision number"), max_length=50, help_text=_("For example 決裁第12号")
    )
    change_reason = ReasonField()

    def __init__(self, data: Any = None, *, user: Any, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        visible = Department.objects.visible_to(user).current().filter(life=Life.REGISTERED)
        departments = visible.with_ancestors()
        for name in ("predecessors", "taken_in_by"):
            cast(Any, self.fields[name]).queryset = departments
        found = sorted(departments, key=_place)
        sent = data.getlist("predecessors") if data else ()
        cast(DepartmentChoice, self.fields["predecessors"]).offer(found, sent)
        going_on = [(one.pk, str(one)) for one in found if one.valid_until is None]
        cast(Any, self.fields["taken_in_by"]).widget.choices = [(SAME, "–"), *going_on]
        self.departments = found

    def clean(self) -> dict[str, Any]:
        super().clean()
        for name in ("title", "decision_number", "description"):
            try:
                validate_text(self.cleaned_data.get(name, ""), multiline=name == "description")
            except ValidationError as error:
                self.add_error(name, error)
        return self.cleaned_data


class SuccessorForm(forms.Form):
    """One new department; what is left empty is as in the department that ends."""

    name = forms.CharField(label=_("name"), max_length=100)
    short_name = forms.CharField(label=_("short name"), max_length=50, required=False)
    slug = forms.SlugField(label=_("code"), max_length=50, required=False)
    kind = forms.ChoiceField(
        label=_("kind"), choices=[(SAME, _("as before")), *Department.Kind.choices], required=False
    )
    parent = forms.ChoiceField(label=_("belongs to"), required=False)
    order = forms.IntegerField(label=_("order"), min_value=0, max_value=LAST_ORDER, required=False)

    def __init__(self, *args: Any, departments: Iterable[Department] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        going_on = [(str(one.pk), str(one)) for one in departments if one.valid_until is None]
        named = [(SAME, _("as before")), (NONE, _("none")), *going_on]
        cast(Any, self.fields["parent"]).choices = named


class SuccessorFormSet(forms.BaseFormSet):
    """The new departments, with an empty row or two after those that are filled in."""

    def filled(self) -> list[dict[str, Any]]:
        """The values of the rows that are filled in."""
        return [form.cleaned_data for form in self.forms if form.has_changed()]


_SuccessorFormSet = forms.formset_factory(
    SuccessorForm, SuccessorFormSet, extra=LEAST_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS
)


def successor_forms(data: Any, departments: Iterable[Department], **kwargs: Any) -> Any:
    """The rows of new departments as they were sent, with room for more."""
    if data is not None and "new-TOTAL_FORMS" in data:
        names = [data.get(f"new-{n}-name", "") for n in range(MOST_ROWS)]
        last = max((n for n, name in enumerate(names, start=1) if name.strip()), default=0)
        data = data.copy()
        data["new-TOTAL_FORMS"] = str(min(max(last + 1, LEAST_ROWS), MOST_ROWS))
    shared = {"departments": departments}
    return _SuccessorFormSet(data, prefix="new", form_kwargs=shared, **kwargs)


class PartsForm(forms.Form):
    """Where each part of the departments that end goes: all to the only heir unless told else."""

    def __init__(self, data: Any, *, plan: Reorganising, departments: Iterable[Department]) -> None:
        super().__init__()
        heirs = [(f"new:{n}", one.printed_name) for n, one in enumerate(plan.heirs)]
        others = [
            (f"dep:{one.pk}", str(one))
            for one in departments
            if one.pk not in plan.ended and one.valid_until is None and one not in plan.heirs
        ]
        self.by_value: dict[str, Department] = {f"new:{n}": d for n, d in enumerate(plan.heirs)}
        self.by_value |= {f"dep:{one.pk}": one for one in departments}
        only = heirs[0][0] if len(heirs) == 1 else SAME
        choices: Groups = [(SAME, _("please choose")), *heirs, (ENDS, _("ends as well"))]
        choices.append((_("other departments"), others))
        whole = {one.pk for one in plan.predecessors}
        self.parts = {
            f"part-{pk}": pk
            for pk, part in plan.ended.items()
            if part.parent_department_id in whole and pk not in whole
        }
        for name, pk in self.parts.items():
            label = str(plan.ended[pk])
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=only)
        if only or all(name in data for name in self.fields):  # else they are asked first
            proposed = dict.fromkeys(self.fields, only)
            self.data = proposed | {name: data[name] for name in self.fields if name in data}
            self.is_bound = True

    def destinations(self) -> Mapping[int, Department]:
        """The department that each part goes to, by the part's key; those that end are left out."""
        given = {pk: self.cleaned_data[name] for name, pk in self.parts.items()}
        return {pk: self.by_value[value] for pk, value in given.items() if value != ENDS}
