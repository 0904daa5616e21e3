"""The subscribe_links into calendar programs, from a feed's address."""

import re
from urllib.parse import parse_qs, urlsplit

from calendars.feeds.clients import subscribe_links

ADDRESS = "https://register.example/feeds/all.ics?long=monthly"


def test_apple_is_given_the_same_address_under_its_own_scheme():
    assert (
        subscribe_links(ADDRESS, "監査").apple
        == "webcal://register.example/feeds/all.ics?long=monthly"
    )


def test_outlook_is_given_address_and_name_encoded():
    found = subscribe_links(ADDRESS, "監査＆会議 & more")
    for link, host in (
        (found.outlook, "outlook.office.com"),
        (found.outlook_private, "outlook.live.com"),
    ):
        parts = urlsplit(link)
        assert (parts.scheme, parts.netloc) == ("https", host)
        assert parts.path == "/calendar/0/addfromweb"
        assert parse_qs(parts.query) == {"url": [ADDRESS], "name": ["監査＆会議 & more"]}


def test_google_is_not_told_the_address():
    assert "register.example" not in subscribe_links(ADDRESS, "監査").google


def test_qr_code_is_a_drawing_that_a_strict_policy_lets_pass():
    drawing = subscribe_links(ADDRESS, "監査").qr
    assert drawing.startswith("<svg ")
    assert "viewBox" in drawing
    assert re.findall(r"style|script|on\w+=", drawing) == []
    assert subscribe_links(f"{ADDRESS}&x=1", "監査").qr != drawing
