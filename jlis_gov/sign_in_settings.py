"""Settings of signing in, which settings.py takes over: second factors, directory, sessions.

They come from the environment, into which settings.py has read .env before.
"""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()
_SECURE = not env.bool("PLAIN_HTTP", default=False)

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "jlis_gov.accounts.deputies.DeputyBackend",
]
_VALIDATORS = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATORS}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATORS}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATORS}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATORS}.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
LOGIN_REDIRECT_URL = "front"
# Who may try again when: jlis_gov/accounts/sign_in.py. The database counts, for all processes.
AXES_HANDLER = "jlis_gov.accounts.sign_in.GrowingDelay"
AXES_FAILURE_LIMIT = 5  # of one account from one address
AXES_COOLOFF_TIME = timedelta(days=1)  # after which a failure is forgotten
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # who has to wait cannot make it longer
AXES_CLIENT_IP_CALLABLE = "jlis_gov.accounts.sign_in.counted_address"
AXES_LOCKOUT_CALLABLE = "jlis_gov.accounts.sign_in.locked"

# django-allauth: second factors, links by mail, the directory (docs/adr/0023-accounts.md,
# docs/adr/0049-sign-in.md).
ACCOUNT_ADAPTER = "jlis_gov.accounts.credentials.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"user_token": "jlis_gov.accounts.credentials.reset.ResetLinkForm"}
ACCOUNT_RATE_LIMITS = False  # they would stand in the cache of each process; axes' stand for all
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_REAUTHENTICATION_TIMEOUT = env.int("CONFIRM_MINUTES", default=30) * 60  # seconds
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_UNIQUE_EMAIL = False  # an office shares its mailbox
MFA_ADAPTER = "jlis_gov.accounts.credentials.adapters.MFAAdapter"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = False  # a passkey signs: there is nothing to guess
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds by which a phone's clock may be wrong
SOCIALACCOUNT_ADAPTER = "jlis_gov.accounts.directory.provider.SocialAdapter"
PASSWORD_RESET_TIMEOUT = 60 * 60  # seconds for which a mailed link is good
# A key before SECRET_KEY is still read with, so that second factors outlive its change.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# The roles whose holders sign in with a second factor only, by the names of their groups.
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", default=[])

# Sessions end so many hours after the sign-in, and so many minutes after somebody was there last.
_HOURS = env.int("SESSION_HOURS", default=12)
_IDLE = env.int("SESSION_IDLE_MINUTES", default=120)
if not 1 <= _HOURS <= 12 or _IDLE < 0:
    raise ImproperlyConfigured("SESSION_HOURS is 1 to 12, SESSION_IDLE_MINUTES 0 (none) or more")
SESSION_COOKIE_AGE, SESSION_IDLE = _HOURS * 60 * 60, _IDLE * 60  # seconds
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _SECURE
# Of such a name browsers take a cookie from this host alone, by HTTPS, for all its paths.
_HOST = "__Host-" if _SECURE else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{_HOST}sessionid", f"{_HOST}csrftoken"
LANGUAGE_COOKIE_NAME = f"{_HOST}django_language"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# The agency's directory, which signs its people in by OpenID Connect


def _directory() -> dict[str, Any]:
    """What is known of the directory; empty without one. Raises `ImproperlyConfigured`."""
    issuer = env.str("OIDC_ISSUER", default="").rstrip("/")
    if not issuer:
        return {}
    if urlsplit(issuer).scheme != "https" and _SECURE:
        raise ImproperlyConfigured("OIDC_ISSUER is not an https:// address")
    found = {
        "issuer": issuer,
        "client_id": env.str("OIDC_CLIENT_ID", default=""),
        "secret": env.str("OIDC_CLIENT_SECRET", default=""),
        "name": env.str("OIDC_NAME", default="組織のアカウント"),
        "scope": env.str("OIDC_SCOPE", default="openid profile email").split(),
        "group_claim": env.str("OIDC_GROUP_CLAIM", default="groups"),
        "roles": _mapping(env.str("OIDC_ROLES", default="")),
        # `amr=mfa`, `acr=…`: what says in a token that a second factor was used there.
        "strong": env.str("OIDC_STRONG", default="").partition("=")[::2],
    }
    if not (found["client_id"] and found["secret"] and found["roles"]):
        raise ImproperlyConfigured(
            "OIDC_ISSUER needs OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and OIDC_ROLES beside it"
        )
    return found


def _mapping(text: str) -> dict[str, str]:
    """Roles by the groups that give them: {"kansa-shitsu": "監査室"}."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        found = None
    if not (isinstance(found, dict) and all(isinstance(role, str) for role in found.values())):
        raise ImproperlyConfigured(
            'OIDC_ROLES is not a JSON object of roles by groups, such as {"kansa": "監査室"}'
        )
    return found


DIRECTORY = _directory()
