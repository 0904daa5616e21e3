"""The office's lists on the screens of the office: each has the room that its table needs."""

import pytest
from django.contrib import admin
from django.urls import reverse
from playwright.sync_api import Page

from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NARROWEST = 600  # pixels; beside the menu and the filters


@pytest.mark.parametrize("width", [1280, 1440])
def test_every_list_of_the_office_has_room_for_its_table(page: Page, client, live_server, width):
    for make in (
        *(factories.AuditPlanFactory, factories.FindingFactory, factories.DrillFactory),
        *(factories.SessionFactory, factories.CertificationFactory, factories.OfficerFactory),
        *(factories.AgendaItemFactory, factories.ReorganisationFactory),
    ):
        make()
    client.force_login(factories.UserFactory(is_superuser=True, is_staff=True))
    key = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
    page.set_viewport_size({"width": width, "height": 900})
    narrow = {}
    for model in admin.site._registry:
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        page.goto(path)
        if not page.url.endswith(path):  # there is one of them, and its list leads to it
            continue
        box = page.locator("#changelist-form").bounding_box()
        beyond = page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth")
        if box["width"] < NARROWEST or beyond > 0:
            narrow[path] = (box["width"], beyond)
    assert narrow == {}
