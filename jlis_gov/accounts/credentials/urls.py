"""Addresses of reset, first password, second factor and mail address.

The names that begin with `account_` and `mfa_` are those by which allauth leads to them.
"""

from django.urls import URLPattern, path, re_path

from jlis_gov.accounts.credentials.mail_address import AddressPage, ConfirmAddress
from jlis_gov.accounts.credentials.passkeys import (
    AddPasskey,
    ConfirmByPasskey,
    PasskeySignIn,
    RemovePasskey,
)
from jlis_gov.accounts.credentials.passwords import FirstPassword
from jlis_gov.accounts.credentials.reset import ResetLinkPage, ResetPage, ResetSent
from jlis_gov.accounts.credentials.second_factor import (
    CodePage,
    ConfirmByCode,
    ConfirmByPassword,
    NewRecoveryCodes,
    RecoveryCodesPage,
    RemoveSecondFactor,
    SecondFactorPage,
    SetUpAtSignIn,
    SetUpSecondFactor,
)

FACTOR = "account/second-factor/"
urlpatterns: list[URLPattern] = [
    path("sign-in/code/", CodePage.as_view(), name="mfa_authenticate"),
    path("sign-in/passkey/", PasskeySignIn.as_view(), name="mfa_login_webauthn"),
    path("sign-in/second-factor/", SetUpAtSignIn.as_view(), name="set_up_at_sign_in"),
    path("sign-in/first-password/", FirstPassword.as_view(), name="first_password"),
    path("sign-in/reset/", ResetPage.as_view(), name="reset"),
    path("sign-in/reset/sent/", ResetSent.as_view(), name="reset_sent"),
    re_path(
        r"^sign-in/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[-\w]+)/$",
        ResetLinkPage.as_view(),
        name="account_reset_password_from_key",
    ),
    path("account/address/", AddressPage.as_view(), name="mail_address"),
    path("account/address/<str:token>/", ConfirmAddress.as_view(), name="confirm_address"),
    path("account/confirm/", ConfirmByPassword.as_view(), name="account_reauthenticate"),
    path("account/confirm/code/", ConfirmByCode.as_view(), name="mfa_reauthenticate"),
    path(
        "account/confirm/passkey/", ConfirmByPasskey.as_view(), name="mfa_reauthenticate_webauthn"
    ),
    path(FACTOR, SecondFactorPage.as_view(), name="mfa_index"),
    path(f"{FACTOR}set-up/", SetUpSecondFactor.as_view(), name="mfa_activate_totp"),
    path(f"{FACTOR}passkeys/new/", AddPasskey.as_view(), name="mfa_add_webauthn"),
    path(f"{FACTOR}passkeys/<int:pk>/remove/", RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path(f"{FACTOR}remove/", RemoveSecondFactor.as_view(), name="mfa_deactivate_totp"),
    path(f"{FACTOR}codes/", RecoveryCodesPage.as_view(), name="mfa_view_recovery_codes"),
    path(f"{FACTOR}codes/new/", NewRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
]
