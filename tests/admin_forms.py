"""Admin forms filled in as a browser would: what the page shows, with some of it typed over."""

from typing import Any

from django.db import connection
from django.forms import BaseForm
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def shown(form: BaseForm) -> dict[str, Any]:
    """What a browser would send of `form` if nobody touched it."""
    found = {}
    for field in form:
        value = field.field.widget.format_value(field.value())
        if isinstance(value, list):
            value = value[0] if value else ""
        if getattr(field.field.widget, "input_type", "") == "checkbox":
            if field.value():
                found[field.html_name] = "on"
        elif getattr(field.field.widget, "input_type", "") != "file":
            found[field.html_name] = "" if value is None else value
    return found


def page_forms(response: HttpResponse) -> list[BaseForm]:
    """Every form of a change page: the record's, and of each inline its count and its rows.

    The page of a step has one form.
    """
    if "adminform" not in response.context:
        return [response.context["form"]]
    forms = [response.context["adminform"].form]
    for inline in response.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return forms


def filled(client: Client, address: str, typed: dict[str, Any]) -> dict[str, Any]:
    """The form at `address` with `typed` over what it shows."""
    response = client.get(address)
    assert response.status_code == 200
    data = {}
    for form in page_forms(response):
        data |= shown(form)
    for inline in response.context["inline_admin_formsets"]:
        formset = inline.formset  # rows beyond those shown start as "add another" makes them
        for index in range(len(formset.forms), int(typed.get(f"{formset.prefix}-TOTAL_FORMS", 0))):
            row = shown(formset.empty_form)
            data |= {name.replace("__prefix__", str(index)): row[name] for name in row}
    return data | typed


def rows(prefix: str, *typed: dict[str, Any], before: int = 0) -> dict[str, Any]:
    """Rows of the inline `prefix`, after the `before` rows that are kept already."""
    data = {f"{prefix}-TOTAL_FORMS": before + len(typed)}
    for index, row in enumerate(typed, start=before):
        data |= {f"{prefix}-{index}-{name}": value for name, value in row.items()}
    return data


def address_of(record: Any, action: str = "change") -> str:
    """The admin's page of a record, or with action `add` of a new one of its kind."""
    options = record._meta
    arguments = [record.pk] if action == "change" else []
    name = f"admin:{options.app_label}_{options.model_name}_{action}"
    return reverse(name, args=arguments)


def submit(client: Client, address: str, typed: dict[str, Any]) -> HttpResponse:
    """Fill in the form at `address` and send it."""
    return client.post(address, filled(client, address, typed))


def step_address(record: Any, name: str) -> str:
    """The admin's page on which the step `name` of a record is taken."""
    options = record._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_step", args=[record.pk, name])


def take_step(client: Client, record: Any, name: str, **typed: Any) -> HttpResponse:
    """Fill in the page of a record's step and send it."""
    response = client.get(step_address(record, name))
    assert response.status_code == 200
    return client.post(step_address(record, name), shown(response.context["form"]) | typed)


def complaints(response: HttpResponse) -> str:
    """Everything that a refused form says is wrong; fails where the form was accepted."""
    assert response.status_code == 200, "the form was accepted"
    errors = []
    for form in page_forms(response):
        errors += [str(error) for found in form.errors.values() for error in found]
    for inline in response.context.get("inline_admin_formsets", []):
        errors += [str(error) for error in inline.formset.non_form_errors()]
    assert errors
    return "\n".join(errors)


def assert_accepted(response: HttpResponse) -> None:
    """Fail, saying why, unless the form was accepted."""
    assert response.status_code == 302, complaints(response)


def queries_of_list(client: Client, model: Any) -> int:
    """How many questions the admin's list of `model` asks the database."""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    with CaptureQueriesContext(connection) as asked:
        response = client.get(reverse(name))
    assert response.status_code == 200
    return len(asked)


def new_meeting(**typed) -> dict[str, Any]:
    """What a clerk types for a new meeting, with some of it typed otherwise."""
    return {
        "fiscal_year": "2016",
        "schedule_text": "平成28年６月８日",
        "venue": "第一会議室",
        "summary": "当日の概要",
        "change_reason": "開催決定",
    } | typed


def new_audit(**typed) -> dict[str, Any]:
    """What a clerk types for a new audit, with some of it typed otherwise."""
    return {
        "regime": "internal",
        "fiscal_year": "2016",
        "schedule_text": "平成29年２月８日～17日",
        "subject": "部門別監査の対象業務",
        "change_reason": "年度監査計画の承認",
    } | typed
