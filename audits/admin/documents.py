"""The way from a record to the documents that are made from it, and to those that were issued."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from audits.admin.making import link_of, making_address
from audits.models import IssuedDocument
from records.addresses import address_of
from records.base import Record, may

Tool = tuple[Any, str]


class DocumentsAdmin(admin.ModelAdmin):
    """The admin of a record from which documents are made."""

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if record := context.get("original"):
            own = document_tools(request.user, self.admin_site, record)
            context["tools"] = [*context.get("tools", ()), *own]
        return super().render_change_form(request, context, *args, **kwargs)


def document_tools(user: Any, site: Any, record: Record) -> list[Tool]:
    """To make a document about `record`, and to those there are, for those who may."""
    tools: list[Tool] = []
    if may(user, IssuedDocument, "add"):
        tools.append((_("Make a document"), making_address(site, record)))
    count = IssuedDocument.objects.visible_to(user).about(record).count()
    if count and may(user, IssuedDocument, "view"):
        text = ngettext("%(count)d issued document", "%(count)d issued documents", count)
        address = address_of(site, IssuedDocument, "changelist")
        query = f"{link_of(record)}__id__exact={record.pk}"
        tools.append((text % {"count": count}, f"{address}?{query}"))
    return tools
