"""The page of one record, and the page of its history."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.generic import DetailView

from records.base import Record, sees_history, writes
from records.corrections import Correction
from records.disposal import tombstone_of
from records.history.changes import page_of_past
from records.history.wording import DayWords
from records.readings import mark_read


class RecordPage(DetailView):
    """Everything about one record, and the way to its history for those who may read that.

    The address of a record that was disposed of says so (410) to those who could read it.
    """

    day: DayWords = date.isoformat

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Http404:
            model = self.get_queryset().model
            stone = tombstone_of(model, kwargs["uid"]) if "uid" in kwargs else None
            if stone is None or not (stone.was_public or writes(request.user, model)):
                raise
        words = {"until": self.day(stone.retained_until), "on": self.day(stone.register.decided_on)}
        return render(request, "records/disposed.html", words | {"stone": stone}, status=410)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.object
        mark_read(self.request, record)
        corrections = Correction.objects.of_records(type(record), [record.uid])
        return super().get_context_data(**kwargs) | {
            "sees_history": sees_history(self.request.user, record),
            "corrections": corrections if record.is_public else [],
        }


class HistoryPage(DetailView):
    """The changes of one record, newest first; no page for those who may not read them."""

    template_name = "records/history.html"
    context_object_name = "record"
    slug_field = slug_url_kwarg = "uid"
    section = ""
    day: DayWords = date.isoformat  # or as the address gives it

    def get_queryset(self) -> QuerySet:
        return self.model.objects.with_history_for(self.request.user).with_names()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mark_read(self.request, self.object)
        page, past = page_of_past(
            self.object, self.request.user, number=self.request.GET.get("page"), day=self.day
        )
        return super().get_context_data(**kwargs) | {
            "section": self.section,
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "past": past,
        }


def history_page(
    model: type[Record], section: str, day: DayWords, *, slug: str = "uid"
) -> Callable:
    """The view of a kind's histories; `slug` is the field that its addresses name it by."""
    return HistoryPage.as_view(
        model=model, section=section, day=day, slug_field=slug, slug_url_kwarg=slug
    )
