"""A correction as somebody makes it and somebody else reads it, on paper's width and a phone's."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import Page, expect

from meetings.models import Meeting
from tests.record_of_2016 import load_record

pytestmark = pytest.mark.browser
PASSWORD = "correct-horse-battery-staple"
SLOW = 30_000  # milliseconds


def test_correction_is_announced_and_read(page: Page):
    load_record()
    get_user_model().objects.create_superuser("clerk", password=PASSWORD)
    meeting = Meeting.objects.filter(visibility="public").first()
    page.goto(f"/admin/meetings/meeting/{meeting.pk}/change/")
    page.locator("#id_username").fill("clerk")
    page.locator("#id_password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.locator("#id_venue").fill("第二会議室")
    page.locator("#id_change_reason").fill("会場の誤り")
    page.get_by_label("正誤として知らせる").check()
    page.get_by_label("公表する説明").fill("会場の記載を誤っていました。")
    page.locator("[name=_save]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible(timeout=SLOW)
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(meeting.get_absolute_url())
        told = page.locator("section.corrections")
        expect(told).to_contain_text("会場の記載を誤っていました。")
        expect(told).to_contain_text("会場：第二会議室")
        expect(told).not_to_contain_text("会場の誤り")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.goto("/")
        expect(page.locator("section", has=page.locator("#corrections"))).to_contain_text("会場")
