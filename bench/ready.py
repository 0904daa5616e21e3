"""Import it before any model: it makes Django ready, on a database of the benchmark's own."""

import os
import tempfile

import django

os.environ.setdefault("DATABASE_URL", f"sqlite:///{tempfile.mkdtemp()}/bench.sqlite3")
os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
django.setup()
