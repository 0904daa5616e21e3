"""The product's settings as tests need them; nothing of a developer's .env reaches a test."""

import os

os.environ["SECRET_KEY"] = "only-for-tests-" + "0123456789abcdef" * 4
os.environ["PLAIN_HTTP"] = "true"
os.environ["DEBUG"] = "false"
os.environ["ALLOWED_HOSTS"] = "testserver,localhost,127.0.0.1"
os.environ["PROXY_COUNT"] = "0"
os.environ["EMAIL_URL"] = "dummymail://"
os.environ["DEFAULT_FROM_EMAIL"] = "register@example.org"
os.environ["SITE_URL"] = "https://register.example.org"
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")

from jlis_gov.settings import *  # noqa: F403  (the environment comes first)

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # a slow one slows every test
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EVIDENCE_DEMONSTRATION_KEY_FILE = "/nonexistent/a developer's"
WHITENOISE_AUTOREFRESH = True  # there is no staticfiles/ to scan at the start
