"""A real browser: locked out and in again, the first sign-in, a second factor on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from jlis_gov.accounts.tracked import mark_password
from records import journal
from tests.factories import UserFactory
from tests.jlis_gov.accounts.credentials.ways_in import NEW, PASSWORD, code, code_of, link_in, mails
from tests.jlis_gov.accounts.credentials.ways_in import make_somebody as make
from tests.jlis_gov.test_browser_public import assert_no_sideways_scroll, unfold
from tests.jlis_gov.test_browser_walk import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def phone(page: Page) -> Page:
    page.set_viewport_size({"width": 390, "height": 844})
    return page


@pytest.fixture
def somebody():
    return make()


def sign_in(page: Page, password: str = PASSWORD) -> None:
    page.goto("/sign-in/")
    page.get_by_label("ユーザー名").fill("somebody")
    page.get_by_label("パスワード").fill(password)
    page.get_by_role("main").get_by_role("button", name="サインイン").click()


def choose(page: Page, button: str) -> None:
    for field in page.locator("main input[type=password]").all():
        field.fill(NEW)
    page.get_by_role("button", name=button).click()


def look(page: Page) -> None:
    assert_no_sideways_scroll(page)
    assert barriers(page) == []


def signed_in(page: Page) -> None:
    expect(page.locator(".site-user")).to_have_text("利用者：somebody")


def test_locked_out_colleague_gets_in_by_a_mail(phone, somebody, faults):
    for _n in range(5):
        sign_in(phone, "wrong")
    expect(phone.get_by_role("heading", level=1)).to_have_text("サインイン")
    expect(phone.get_by_text("あと1分で、もう一度試せます。")).to_be_visible()
    look(phone)
    assert all("429" in fault for fault in faults)
    faults.clear()
    phone.get_by_role("link", name="パスワードを忘れたとき").click()
    look(phone)
    phone.get_by_label("ユーザー名又はメールアドレス").fill("somebody@example.org")
    phone.get_by_role("button", name="リンクを送る").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("メールを確認してください")
    look(phone)
    phone.goto(link_in(mails()[-1].body))
    look(phone)
    choose(phone, "パスワードを設定")
    expect(phone.get_by_role("status")).to_contain_text("新しいパスワードを設定しました")
    sign_in(phone, NEW)
    signed_in(phone)


def test_first_sign_in_leads_through_a_password_of_ones_own(phone, somebody):
    with journal.change(actor="office"):
        mark_password(somebody, UserFactory(username="office"))
    sign_in(phone)
    expect(phone.get_by_role("heading", level=1)).to_have_text("自分のパスワードの設定")
    look(phone)
    choose(phone, "パスワードを変更してサインイン")
    signed_in(phone)


def test_second_factor_is_set_up_and_used_on_a_phone(phone, somebody):
    sign_in(phone)
    unfold(phone, ".site-menu > summary")
    phone.get_by_role("link", name="利用者：somebody").click()
    look(phone)
    phone.goto("/account/second-factor/")
    look(phone)
    phone.get_by_role("link", name="二要素認証を設定する").click()
    look(phone)
    phone.get_by_label("パスワード").fill(PASSWORD)
    phone.get_by_role("button", name="次へ").click()
    look(phone)
    assert phone.get_by_alt_text("設定用のQRコード").evaluate("image => image.naturalWidth") > 100
    secret = phone.locator("code.secret").inner_text()
    phone.get_by_label("アプリに表示された６桁の数字").fill(code_of(secret))
    phone.get_by_role("button", name="設定する").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("予備コード")
    codes = [re.sub(r"\D", "", one) for one in phone.locator(".codes code").all_inner_texts()]
    look(phone)
    unfold(phone, ".site-menu > summary")
    phone.get_by_role("button", name="サインアウト").click()
    for typed in (code(somebody, 1), codes[0]):
        sign_in(phone)
        look(phone)
        phone.get_by_label("アプリの確認コード又は予備コード").fill(typed)
        phone.get_by_role("main").get_by_role("button", name="サインイン").click()
        signed_in(phone)
        unfold(phone, ".site-menu > summary")
        phone.get_by_role("button", name="サインアウト").click()
