# `make run` serves the register, `make test` proves it, `make check` proves the quick part. They need
# Python 3.11 or later and make, nothing else. README.md gives run and test without make, and a test
# compares the two.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
LOCK := pip compile --quiet --universal --python-version 3.11 --generate-hashes \
    --no-emit-index-url --custom-compile-command "make lock" $(LOCK_FLAGS)

.PHONY: run check test lock sbom advisories
.DELETE_ON_ERROR:

run: .venv/installed
	$(BIN)/python -m jlis_gov.local_profile
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py sync_roles
	$(BIN)/python manage.py load_record --if-empty --fill
	$(BIN)/python manage.py create_first_account
	$(BIN)/python manage.py make_evidence_key --demonstration
	$(BIN)/python manage.py collectstatic --no-input --verbosity 0
	$(BIN)/gunicorn --config python:jlis_gov.serving --bind 127.0.0.1:$(PORT)

check: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint templates --check --quiet
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pytest -n auto -m "not database and not browser and not clients and not slow"

test: .venv/installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint templates --check --quiet
	$(BIN)/djlint templates --lint --quiet
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run --settings tests.settings
	$(BIN)/pytest -n auto --dist worksteal

# Every package that is installed, with the hashes of its files. Tests have the stricter needs, and the
# register is installed with what was tested. `make lock LOCK_FLAGS=--upgrade` takes newer ones.
lock: .venv/installed-dev
	$(BIN)/uv $(LOCK) requirements-dev.txt --output-file requirements-dev.lock
	$(BIN)/uv $(LOCK) requirements.txt --constraints requirements-dev.lock --output-file requirements.lock
	$(BIN)/uv $(LOCK) requirements.txt requirements-extras.txt --constraints requirements-dev.lock --output-file requirements-extras.lock

# Everything that is installed, as CycloneDX, for whoever has to know it.
sbom: .venv/installed-dev
	$(BIN)/cyclonedx-py requirements --pyproject pyproject.toml --output-reproducible --output-file sbom.cdx.json requirements.lock

# Asks a public list of vulnerabilities, so it needs a network; what could not be asked is a failure.
advisories: .venv/installed-dev
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --progress-spinner off -r requirements.lock

# The stamps let a second run start at once.
.venv/installed: requirements.lock
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@
