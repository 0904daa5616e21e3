"""The product's settings, with the addresses of a benchmark."""

import os

os.environ["SECRET_KEY"] = "only-for-benchmarks-" + "0123456789abcdef" * 4
os.environ["PLAIN_HTTP"] = "true"
os.environ["DEBUG"] = "false"
os.environ["ALLOWED_HOSTS"] = "localhost"

from jlis_gov.settings import *  # noqa: F403  (the environment comes first)

TEMPLATES[0]["DIRS"].append(BASE_DIR / "bench" / "templates")  # noqa: F405
ROOT_URLCONF = "bench.urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
