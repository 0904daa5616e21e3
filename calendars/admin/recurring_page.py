"""A series registered once: one form and a rule, the days looked at, then a draft for each."""

from collections import Counter
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin import helpers
from django.contrib.admin.utils import flatten_fieldsets
from django.db import IntegrityError, transaction
from django.forms.formsets import all_valid
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from calendars.admin.drafts import Draft, Row, is_shared
from calendars.admin.recurrence_form import Planned, RecurrenceForm, initial_rule
from calendars.scheduled import Status, preview_reading

SETTLED = "warnings_settled"
KEPT, SHOWN, CONFIRM, ARRIVAL = "kept", "shown", "confirm", "_recurring"
PREFIX = "recurrence"


class RecurringPage(View):
    """Shows the days of a rule with what each draft is refused for, and makes the drafts."""

    model_admin: Any = None
    admin_for_one: Any = None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.fieldsets = self.model_admin.get_fieldsets(request, None)
        names = flatten_fieldsets(self.fieldsets)
        self.form_class = self.model_admin.get_form(request, None, change=False, fields=names)
        self.posted = request.POST.copy()

    def get(self, request: HttpRequest) -> HttpResponse:
        form = self.form_class(initial=self.model_admin.get_changeform_initial_data(request))
        rows = self.model_admin._create_formsets(request, form.instance, change=False)
        return self._page(Draft(form, *rows), RecurrenceForm(prefix=PREFIX), [])

    def post(self, request: HttpRequest) -> HttpResponse:
        if ARRIVAL in self.posted:
            return self._arrival()
        rule = RecurrenceForm(self.posted, prefix=PREFIX)
        if not rule.is_valid():
            return self._page(self._draft(self.posted), rule, [])
        rows = self._rows(rule.planned)
        drafts = [row.draft for row in rows if row.draft]
        if CONFIRM in self.posted and self._may_save(rows, drafts):
            if self._saved(drafts):
                last = drafts[-1].form.instance
                return cast(HttpResponse, self.model_admin.response_post_save_add(request, last))
            rows = self._rows(rule.planned)
            drafts = [row.draft for row in rows if row.draft]
        return self._page(drafts[0] if drafts else self._draft(self.posted), rule, rows)

    def _arrival(self) -> HttpResponse:
        """What was typed into the form for one, before any of it is said to be wrong."""
        text, year = self.posted.get("schedule_text", ""), self.posted.get("fiscal_year", "")
        read = preview_reading(self.model_admin.model, text, year, timezone.localdate())
        initial = initial_rule(read.schedule)
        if text.strip() and not initial:
            said = _("“%(text)s” is no single day or month. Please say below how it repeats.")
            messages.warning(self.request, said % {"text": text})
        self._tell_of_rows_left_out()
        draft = self._draft(self.posted)
        for form in draft.forms():
            form.errors.clear()
        for formset, inline in zip(draft.formsets, draft.inlines, strict=True):
            formset.non_form_errors().clear()
            for form in formset.forms:  # numbers that were proposed for one
                for name in inline.not_duplicated:
                    self.posted.pop(form.add_prefix(name), None)
        return self._page(draft, RecurrenceForm(initial=initial, prefix=PREFIX), [])

    def _tell_of_rows_left_out(self) -> None:
        instance = self.model_admin.model()
        formsets, inlines = self.admin_for_one._create_formsets(self.request, instance, False)
        names = [
            str(inline.verbose_name_plural)
            for formset, inline in zip(formsets, inlines, strict=True)
            if not is_shared(inline.model) and any(form.has_changed() for form in formset.forms)
        ]
        if names:
            said = _("Not part of a series, and left out here: %(names)s. Go back to keep them.")
            messages.warning(self.request, said % {"names": "、".join(names)})

    def _rows(self, planned: list[Planned]) -> list[Row]:
        rows = [Row(each) for each in planned]
        shown = {key.partition(">")[0] for key in self.posted.getlist(SHOWN)}
        struck = shown - set(self.posted.getlist(KEPT))
        kept = [row for row in rows if row.planned.text and row.planned.day not in struck]
        posts = [self._post_of(row.planned) for row in kept]
        self.model_admin.count_on(posts)
        drafts = [self._draft(post) for post in posts]
        shared = set.intersection(*(each.complaints() for each in drafts)) if drafts else set()
        times = Counter(row.planned.text for row in kept)
        for row, draft in zip(kept, drafts, strict=True):
            row.draft = draft
            draft.problems += sorted(draft.complaints() - shared)
            row.name = self.model_admin.name_in_series(draft.formsets)
            row.is_twice = times[row.planned.text] > 1
        return rows

    def _post_of(self, planned: Planned) -> QueryDict:
        """The form for one, as it would be sent for this day."""
        post = self.posted.copy()
        for name in self.model_admin.not_in_series:
            post.pop(name, None)
        post["fiscal_year"], post["schedule_text"] = str(planned.fiscal_year), planned.text
        post["status"] = Status.PLANNED.value
        return post

    def _draft(self, post: QueryDict) -> Draft:
        """The form and its rows as sent, checked; Django reads rows from the request."""
        cast(Any, self.request).POST = post
        form = self.form_class(post, self.request.FILES)
        draft = Draft(
            form, *self.model_admin._create_formsets(self.request, form.instance, change=False)
        )
        is_valid = form.is_valid()
        draft.is_valid = all_valid(draft.formsets) and is_valid
        for name in self.model_admin.not_in_series:
            draft.problems += map(str, form.errors.pop(name, ()))
        return draft

    def _may_save(self, rows: list[Row], drafts: list[Draft]) -> bool:
        """True where all is right, and the days are those that were looked at."""
        if not all(draft.is_valid for draft in drafts):
            return False
        if [row.planned.key for row in rows] != self.posted.getlist(SHOWN):
            messages.warning(self.request, _("Please look at the days, then confirm."))
            return False
        if not drafts:
            messages.warning(self.request, _("No day is left."))
        return bool(drafts)

    def _saved(self, drafts: list[Draft]) -> bool:
        """Save the drafts, all or nothing, and say so."""
        shared, request = self.model_admin, self.request
        try:
            with transaction.atomic():
                for draft in drafts:  # as the form for one does it
                    record = shared.save_form(request, draft.form, change=False)
                    shared.save_model(request, record, draft.form, False)
                    shared.save_related(request, draft.form, draft.formsets, False)
                    added = (draft.form, draft.formsets, True)
                    said = shared.construct_change_message(request, *added)
                    shared.log_addition(request, record, said)
        except IntegrityError:
            said = _("Somebody was faster. Please look at the days again and confirm.")
            messages.warning(self.request, said)
            return False
        text = ngettext("%(count)d draft was made.", "%(count)d drafts were made.", len(drafts))
        messages.success(self.request, text % {"count": len(drafts)})
        return True

    def _page(self, draft: Draft, rule: RecurrenceForm, rows: list[Row]) -> HttpResponse:
        shared, request = self.model_admin, self.request
        cast(Any, request).POST = self.posted
        for form in draft.forms():  # as typed, and what is asked, without what the first was given
            for hidden in form.hidden_fields():
                self.posted[hidden.html_name] = form.data.get(hidden.html_name, "")
            form.data = self.posted
        drafts = sum(row.draft is not None for row in rows)
        problems = helpers.AdminErrorList(draft.form, draft.formsets)
        context = (
            shared.admin_site.each_context(request)
            | self._shown(draft)
            | {
                "title": _("Register a series: %(kind)s") % {"kind": shared.opts.verbose_name},
                "errors": [*problems, *rule.errors.values()],
                "rule": rule,
                "rows": rows,
                "drafts": drafts,
                "has_names": any(row.name for row in rows),
                "can_confirm": drafts and all(row.draft.is_valid for row in rows if row.draft),
                "settled": draft.form[SETTLED] if any(row.warnings for row in rows) else "",
            }
        )
        return shared.render_change_form(request, context, add=True, form_url="#days")

    def _shown(self, draft: Draft) -> dict[str, Any]:
        """The form and its rows as the admin's own template takes them."""
        shared, request = self.model_admin, self.request
        readonly = shared.get_readonly_fields(request, None)
        main = helpers.AdminForm(draft.form, self._fieldsets(), {}, readonly, model_admin=shared)
        inlines = shared.get_inline_formsets(request, draft.formsets, draft.inlines, None)
        return {
            "adminform": main,
            "inline_admin_formsets": inlines,
            "media": sum((each.media for each in inlines), shared.media + main.media),
            "original": None,
            "is_popup": False,
            "preserved_filters": "",
        }

    def _fieldsets(self) -> list[tuple[Any, dict[str, Any]]]:
        """Those of the form for one, without what the rule or the days decide."""
        left_out = {*self.model_admin.not_in_series, SETTLED}
        found = []
        for title, options in self.fieldsets:
            names = [name for name in options["fields"] if name not in left_out]
            if names:
                found.append((title, options | {"fields": names}))
        return found
