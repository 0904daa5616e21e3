"""Settings, read from the environment and from .env beside manage.py.

The defaults are those of a public HTTPS site. README.md lists every variable.
"""

import json
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from jlis_gov import log_settings

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. It signs sessions and must stay secret.\n"
        'Make one with:  python3 -c "import secrets; print(secrets.token_urlsafe(50))"\n'
        "and give it to the process as the environment variable SECRET_KEY.\n"
        "On your own machine, `python3 -m jlis_gov.local_profile` writes one to .env."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
# How many proxies of ours stand in front; 0 means that X-Forwarded-* headers are a visitor's word.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
# The local profile has no certificate; everywhere else plain HTTP is only a way to HTTPS.
PLAIN_HTTP = env.bool("PLAIN_HTTP", default=False)

INSTALLED_APPS = [
    # First: our admin takes back what theirs would show (jlis_gov/accounts/admin.py).
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "jlis_gov",
    "oversight",
    "audits",
    "meetings",
    "organization",
    "calendars",
    "records",
    "django_tables2",
    "django_filters",
    "django_htmx",
    "axes",
    "csp",
    "jlis_gov.apps.OfficeConfig",  # django.contrib.admin with a site of ours
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
# What Prometheus shows at /metrics; without it there is no such page.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
MIDDLEWARE = [
    *(["django_prometheus.middleware.PrometheusBeforeMiddleware"] if METRICS_TOKEN else []),
    "jlis_gov.request_log.RequestLog",  # around all that answers
    "jlis_gov.browser_policy.BrowserPolicy",  # around what serves files, too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "jlis_gov.compression.CompressedPages",  # outside of what makes pages and their ETags
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "jlis_gov.middleware.LanguageFromPath",
    "jlis_gov.freshness.ConditionalPages",  # knows the language, sees every cookie that is set
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "jlis_gov.middleware.PublicWithoutCookie",  # in the place of AuthenticationMiddleware
    "jlis_gov.accounts.sessions.SessionEnds",  # right after it
    "jlis_gov.accounts.deputies.ActingForSomebody",  # right after that
    "jlis_gov.bodies.ReadableBodies",  # before anyone reads a form; it knows who sends it
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "jlis_gov.uploads.UploadsComplete",  # after what reads the form
    "records.readings.ReadingsMiddleware",  # around the view; it needs the user
    "jlis_gov.accounts.confirmation.ConfirmedFirst",  # after what reads the form
    # Last: it needs the user and wraps the view alone.
    "records.journal.middleware.JournalMiddleware",
    *(["django_prometheus.middleware.PrometheusAfterMiddleware"] if METRICS_TOKEN else []),
]
ROOT_URLCONF = "jlis_gov.urls"
WSGI_APPLICATION = "jlis_gov.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Database: persistent connections, because opening one costs more than most of our queries.


def _database(url: dict[str, Any]) -> dict[str, Any]:
    """Return the connection settings for a parsed DATABASE_URL."""
    url = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True} | url
    if url["ENGINE"] == "django.db.backends.sqlite3":
        url["OPTIONS"] = {
            # A transaction that starts by reading and then writes fails at once when another
            # has written in between; one that says from the start that it writes waits its turn.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,  # seconds to wait for that turn; an import may take it for half of them
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        } | url.get("OPTIONS", {})
    else:
        # What feeds ask (records.storage.sql) is planned once for each connection. Behind a pooler,
        # the next transaction may have another: plans and cursors do not outlive the one at hand.
        plans = None if DATABASE_POOLED else 5
        # A server that does not answer is away after five seconds.
        ours = {"prepare_threshold": plans, "connect_timeout": 5}
        url["OPTIONS"] = ours | url.get("OPTIONS", {})
        url["DISABLE_SERVER_SIDE_CURSORS"] = DATABASE_POOLED
    return url


DATABASE_POOLED = env.bool("DATABASE_POOLED", default=False)
DATABASES = {
    "default": _database(env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR}/db.sqlite3"))
}
# What `backup` and `restore` hand to PostgreSQL's own programs, which no pooler can serve.
DIRECT_DATABASE_URL = env.str("DIRECT_DATABASE_URL", default="")
DATABASE_ROUTERS = [
    "records.history.as_of.PastRouter"
]  # to the register as it stood at a past moment
TRACKED_TABLES = (
    "jlis_gov.tracked_tables.TABLES"  # no records, yet in the journal (records.journal.tracked)
)
# The years that the office settled for kinds of records (records.journal.retention).
RETENTION_PERIODS = "records.agency.retention_periods"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Signing in

from jlis_gov.sign_in_settings import *  # noqa: E402, F403  (it reads what .env says)

# Mail

# smtp://user:password@host:25, smtp+tls://…:587, smtp+ssl://…:465; consolemail:// only prints.
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
EMAIL_TIMEOUT = 30  # seconds for a mail server to answer
# Set here, it goes before the sender of the settings in the admin (records.agency).
SENDER_IS_SET = bool(env.str("DEFAULT_FROM_EMAIL", default=""))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="") or "webmaster@localhost"
# Where links in mails lead; without a slash at its end.
_SITE = f"{'http' if PLAIN_HTTP else 'https'}://{ALLOWED_HOSTS[0] if ALLOWED_HOSTS else ''}"
SITE_URL = env.str("SITE_URL", default=_SITE).rstrip("/")


def _contact_point(text: str) -> dict[str, str] | None:
    """Whom to ask about events, as events.json tells it: a JSON object of texts; None if unset."""
    if not text.strip():
        return None
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not (isinstance(found, dict) and found and all(isinstance(v, str) for v in found.values())):
        raise ImproperlyConfigured(
            "CONTACT_POINT is not a JSON object of texts, such as "
            '{"連絡先名称": "監査室", "連絡先電話番号": "03-0000-0000"}'
        )
    return found


CONTACT_POINT = _contact_point(env.str("CONTACT_POINT", default=""))

# What browsers may do

SECURE_SSL_REDIRECT = not PLAIN_HTTP
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # a load balancer asks from inside, without TLS
SECURE_HSTS_SECONDS = 0 if PLAIN_HTTP else env.int("HSTS_SECONDS", default=365 * 24 * 60 * 60)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not PLAIN_HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXY_COUNT else None
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True  # no script reads it; forms carry the token
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        # Every browser sends reports so; `report-to` would need another header and sends later.
        "report-uri": "/policy-reports",
    },
}
# MiB of an evidence bundle that anyone may have checked at /verify/.
VERIFY_MAX_MIB = env.int("VERIFY_MAX_MIB", default=100)
# MiB of a form with its files, from staff or with an answer; else 1 MiB (jlis_gov/bodies.py).
UPLOAD_MAX_MIB = env.int("UPLOAD_MAX_MIB", default=100)
# Records of a list from which its files, where anyone asks for them, are made one at a time in each
# process (records/turns.py).
EXPORTS_QUEUED_FROM = env.int("EXPORTS_QUEUED_FROM", default=5_000)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of a form without its files
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000  # an audit with every department as a target has 1,500
DATA_UPLOAD_MAX_NUMBER_FILES = 50
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "jlis_gov.uploads.DiskUploadHandler",
]

# Language and time

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
# Beside our own texts, what Django and its apps say, in the words of the office. No source of ours
# lies there, so makemessages leaves it alone.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "jlis_gov" / "phrases"]
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True

# Each process remembers the digests of the pages that it made; see jlis_gov/freshness.py.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}

# Files

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = BASE_DIR / "staticfiles"
WHITENOISE_ROOT = BASE_DIR / "static" / "root"  # favicon.ico and robots.txt, asked for at /
MEDIA_ROOT = env.path("MEDIA_ROOT", default=BASE_DIR / "media")
# Kinds of files that may be attached (of records/papers/file_types.py), and how large each.
ATTACHMENT_KINDS = env.list(
    "ATTACHMENT_KINDS",
    default=[
        *("pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "csv", "txt", "jpeg", "png"),
    ],
)
ATTACHMENT_MAX_MIB = env.int("ATTACHMENT_MAX_MIB", default=50)  # mebibytes
# Where clamd listens, which files that come in are shown to: a path, or host:port; empty for none.
CLAMD = env.str("CLAMD", default="")
# The private key that evidence bundles are signed with; `make_evidence_key` makes one.
EVIDENCE_KEY_FILE = env.str("EVIDENCE_KEY_FILE", default="")
# Public halves of keys that the office signed with before.
EVIDENCE_FORMER_KEYS = env.list("EVIDENCE_FORMER_KEYS", default=[])
# What signs where there is no such key; `make run` makes it, and each bundle says what it is.
EVIDENCE_DEMONSTRATION_KEY_FILE = str(BASE_DIR / ".evidence-demonstration.pem")
# No MEDIA_URL: an attachment goes through a view that knows who may read it.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Errors go to standard error, and with LOG_JSON a line for each request, all as JSON objects. The
# path of a personal feed is its password, so it is masked.
LOGGING = log_settings.logging(as_json=env.bool("LOG_JSON", default=False))
