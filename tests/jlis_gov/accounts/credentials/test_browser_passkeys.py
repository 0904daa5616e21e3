"""Chromium's virtual authenticator: a passkey is added, signs in, confirms and is taken off."""

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from records.journal.models import JournalEntry
from records.papers import verify
from tests.jlis_gov.accounts.credentials.test_browser_credentials import (
    look,
    sign_in,
    signed_in,
)
from tests.jlis_gov.accounts.credentials.ways_in import PASSWORD, make_somebody
from tests.jlis_gov.test_browser_public import unfold

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def leave(page: Page) -> None:
    unfold(page, ".site-menu > summary")
    page.get_by_role("button", name="サインアウト").click()


def test_passkey_is_added_signs_in_alone_and_is_taken_off(page: Page):
    page.set_viewport_size({"width": 390, "height": 844})
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    device = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    somebody = make_somebody()
    sign_in(page)
    signed_in(page)
    page.goto("/account/second-factor/")
    look(page)
    page.get_by_role("link", name="パスキーを登録する").click()
    page.get_by_label("パスワード").fill(PASSWORD)
    page.get_by_role("button", name="次へ").click()
    page.get_by_label("パスキーの名前").fill("執務室のパソコン")
    look(page)
    page.get_by_role("button", name="パスキーを登録する").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("予備コード")
    entry = JournalEntry.objects.with_payloads().get(record_type="auth.User:second_factor")
    assert "webauthn" in entry.payload
    leave(page)

    page.goto("/sign-in/?next=/audits/")
    look(page)
    page.get_by_role("button", name="パスキーを使う").click()
    page.wait_for_url("**/audits/")
    signed_in(page)
    page.goto("/account/second-factor/")
    look(page)
    leave(page)

    sign_in(page)  # the password alone leads no further
    expect(page.get_by_role("heading", level=1)).to_have_text("サインイン（二要素認証）")
    look(page)
    facts = {"authenticatorId": device["authenticatorId"]}
    devtools.send("WebAuthn.setUserVerified", facts | {"isUserVerified": False})
    page.get_by_role("button", name="パスキーを使う").click()
    expect(page.get_by_role("alert")).to_contain_text("パスキーを受け取れませんでした")
    look(page)
    devtools.send("WebAuthn.setUserVerified", facts | {"isUserVerified": True})
    page.get_by_role("button", name="パスキーを使う").click()
    signed_in(page)

    page.goto("/account/second-factor/")
    page.get_by_role("link", name="パスキーを解除する").click()
    page.get_by_role("link", name="パスキーで確認する").click()
    look(page)
    page.get_by_role("button", name="パスキーで確認する").click()
    expect(
        page.get_by_text("「執務室のパソコン」では、サインインできなくなります。")
    ).to_be_visible()
    page.get_by_role("button", name="パスキーを解除する").click()
    expect(page.get_by_role("status")).to_contain_text("パスキーを解除しました")
    look(page)
    assert not Authenticator.objects.filter(user=somebody).exists()
    assert verify().faults == []
