"""Many records of a list changed at once: a preview of each, one reason, all of them or none."""

from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.http import urlencode

from records.addresses import address_of, route_name
from records.admin.bulk_operations import FIELD_PREFIX, FieldOperation, fields_open_to, operation
from records.admin.bulk_page import FILTERS, BulkPage
from records.base import Life, Record
from records.history import Step, right_for
from records.journal import OPENS_CHANGE


class BulkAdmin(admin.ModelAdmin):
    """Lists whose chosen records take a step together, or are set one field.

    `bulk_fields` are those that can be set, `bulk_beside` what can be set along with one of them.
    """

    actions = [f"bulk_{step}" for step in Step]
    bulk_fields: ClassVar[tuple[str, ...]] = ()
    bulk_beside: ClassVar[dict[str, tuple[str, ...]]] = {}

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.bulk_view)
        setattr(view, OPENS_CHANGE, True)  # its preview writes nothing, so it locks nothing
        own = path("bulk/<slug:name>/", view, name=route_name(self.model, "bulk"))
        return [own, *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        if IS_POPUP_VAR in request.GET:
            return {}
        actions: dict[str, Any] = super().get_actions(request)
        actions.pop("delete_selected", None)  # records are deleted one at a time
        for name in fields_open_to(self, request):
            label = FieldOperation(self, request, name).label
            lead = partial(type(self).lead_to_bulk, name=f"{FIELD_PREFIX}{name}")
            actions[f"bulk_set_{name}"] = (lead, f"bulk_set_{name}", label)
        return actions

    @admin.action(description=Step.APPROVE.label, permissions=["approve"])
    def bulk_approve(self, request: HttpRequest, records: QuerySet) -> HttpResponse:
        return self.lead_to_bulk(request, records, Step.APPROVE)

    @admin.action(description=Step.PUBLISH.label, permissions=["publish"])
    def bulk_publish(self, request: HttpRequest, records: QuerySet) -> HttpResponse:
        return self.lead_to_bulk(request, records, Step.PUBLISH)

    @admin.action(description=Step.UNPUBLISH.label, permissions=["publish"])
    def bulk_unpublish(self, request: HttpRequest, records: QuerySet) -> HttpResponse:
        return self.lead_to_bulk(request, records, Step.UNPUBLISH)

    @admin.action(description=Step.WITHDRAW.label, permissions=["approve", "publish"])
    def bulk_withdraw(self, request: HttpRequest, records: QuerySet) -> HttpResponse:
        return self.lead_to_bulk(request, records, Step.WITHDRAW)

    @admin.action(description=Step.REINSTATE.label, permissions=["approve", "publish"])
    def bulk_reinstate(self, request: HttpRequest, records: QuerySet) -> HttpResponse:
        return self.lead_to_bulk(request, records, Step.REINSTATE)

    def has_approve_permission(self, request: HttpRequest) -> bool:
        """Return True if the sender may approve records of this kind."""
        return request.user.has_perm(right_for(Step.APPROVE, self.model(life=Life.DRAFT)))

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Return True if the sender may publish records of this kind."""
        right = right_for(Step.PUBLISH, self.model(life=Life.REGISTERED))
        return self.model.may_be_public and request.user.has_perm(right)

    def lead_to_bulk(self, request: HttpRequest, records: QuerySet, name: str) -> HttpResponse:
        """To the page of that operation: with the records chosen, or all that the list holds."""
        address = address_of(self.admin_site, self.model, "bulk", name)
        query = request.GET.urlencode()
        if request.POST.get("select_across") != "1":
            keys = ",".join(map(str, records.values_list("pk", flat=True)))
            query = urlencode({f"{self.opts.pk.name}__in": keys, FILTERS: query})
        return redirect(f"{address}?{query}")

    def bulk_view(self, request: HttpRequest, name: str) -> HttpResponse:
        """The page that shows what would become of each record; a POST changes them."""
        return BulkPage(self, request, operation(self, request, name)).answer()

    def bulk_notes(self, record: Record) -> list[str]:
        """What is worth looking at in a record that would be changed."""
        missing = record.lacks() if record.life == Life.REGISTERED else ""
        return [missing] if missing else []
