"""Subscription links: a feed's address in the form that each calendar program takes."""

from typing import NamedTuple
from urllib.parse import urlencode

import segno
from django.utils.safestring import SafeString

# Google takes an address only by hand: its `cid=` link adds some feeds and silently drops others.
GOOGLE = "https://calendar.google.com/calendar/r/settings/addbyurl"
_OUTLOOK = "https://outlook.{host}/calendar/0/addfromweb?{query}"


class SubscribeLinks(NamedTuple):
    """One feed's address, for each program; `qr` is an SVG of `apple` for a phone's camera."""

    address: str
    apple: str
    outlook: str
    outlook_private: str
    google: str
    qr: SafeString


def subscribe_links(address: str, name: str) -> SubscribeLinks:
    """The links that subscribe to the feed at `address` (with scheme and host), called `name`."""
    webcal = f"webcal://{address.partition('://')[2]}"
    query = urlencode({"url": address, "name": name})
    return SubscribeLinks(
        address=address,
        apple=webcal,
        outlook=_OUTLOOK.format(host="office.com", query=query),
        outlook_private=_OUTLOOK.format(host="live.com", query=query),
        google=GOOGLE,
        qr=qr(webcal),
    )


def qr(text: str) -> SafeString:
    """A QR code as inline SVG, without the style attributes that the policy forbids."""
    code = segno.make(text, error="m", micro=False)
    return SafeString(code.svg_inline(omitsize=True, border=4, dark="#000", light="#fff"))
