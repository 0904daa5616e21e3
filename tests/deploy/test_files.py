"""Files of a deployment, each held by the tool that checks its kind, and scripts that jobs run."""

import os
import re
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.conftest import program
from tests.deploy.conftest import DEPLOY, ROOT

SCRIPTS = ["install.sh", "job", "jlis-gov", "compose/prepare"]
ASSIGNED = re.compile(r"^#?([A-Z_]+)=", re.MULTILINE)


def run(*command: object, **options) -> str:
    """What it says; it must succeed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_scripts_are_what_shellcheck_lets_pass():
    scripts = [f"deploy/{name}" for name in SCRIPTS]
    assert run(program("shellcheck"), "--external-sources", *scripts, cwd=ROOT) == ""


@pytest.mark.parametrize("name", ["Dockerfile", "compose/pgbouncer.Dockerfile"])
def test_recipe_of_an_image_is_what_hadolint_lets_pass(name):
    assert run(Path(sys.prefix) / "bin" / "hadolint", DEPLOY / name) == ""


def test_settings_of_the_example_are_those_that_are_read():
    files = sorted((ROOT / "jlis_gov").glob("*settings.py"))
    settings = "".join(path.read_text() for path in files)
    read = re.findall(r'env\.\w+\(\s*"(\w+)"', settings)
    assert sorted(ASSIGNED.findall((DEPLOY / ".env.example").read_text())) == sorted(set(read))


def test_what_jobs_need_to_know_is_what_the_example_tells():
    read = re.findall(r"\$\{([A-Z_]+):-", (DEPLOY / "job").read_text())
    assert sorted(ASSIGNED.findall((DEPLOY / "jobs.example").read_text())) == sorted(
        {*read, "OPERATORS"}
    )


def test_containers_are_what_compose_reads_with_secrets_that_only_readers_may_read(tmp_path):
    if os.geteuid():
        pytest.skip("gives files to accounts, which only root may")
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    run(tmp_path / "deploy" / "compose" / "prepare", "register.example.org")
    secrets = tmp_path / "deploy" / "compose" / "secrets"
    assert {path.stat().st_mode & 0o077 for path in secrets.iterdir()} == {0}
    settings = dict(re.findall(r"^([A-Z_]+)=(.*)$", (secrets / "env").read_text(), re.MULTILINE))
    password = (secrets / "database_password").read_text()
    assert f":{password}@pooler:6432/" in settings["DATABASE_URL"]
    assert f":{password}@database:5432/" in settings["DIRECT_DATABASE_URL"]
    assert settings["DATABASE_POOLED"] == "true"
    assert len(settings["SECRET_KEY"]) > 60
    # Debian's Compose is older than the name of a project.
    text = (DEPLOY / "compose.yaml").read_text().replace("name: jlis-gov\n", "")
    (tmp_path / "deploy" / "compose.yaml").write_text(text)
    compose = [program("docker-compose"), "--file", tmp_path / "deploy" / "compose.yaml"]
    told = run(*compose, "--profile", "jobs", "config", "--services").split()
    assert sorted(told) == sorted(
        ["proxy", "application_1", "application_2", "migration", "job", "pooler", "database"]
    )
    config = run(*compose, "config")
    assert config.count("read_only: true") == config.count("no-new-privileges:true") == len(told)


@pytest.fixture
def jobs(tmp_path):
    """A copy of `job` beside a manage.py that notes how it was called, and its backups."""
    python = tmp_path / ".venv" / "bin" / "python"
    for folder in (python.parent, tmp_path / "deploy", tmp_path / "backups"):
        folder.mkdir(parents=True)
    shutil.copy(DEPLOY / "job", tmp_path / "deploy")
    python.write_text('#!/bin/sh\necho "$@" >>calls\n[ "$2" != backup ] || : >"$3"\n')
    python.chmod(0o755)
    return tmp_path


def call(jobs: Path, name: str, **environment: str) -> list[str]:
    """What manage.py was called with."""
    run(jobs / "deploy" / "job", name, env=os.environ | environment)
    return (jobs / "calls").read_text().split()


def test_job_of_backups_keeps_days_and_months(jobs):
    today = date.today()  # noqa: DTZ011 (the job itself asks the clock)
    ages = [0, 1, 30, 34, 36, 37, 200, 201, 202, 700, 800]
    for age in ages:
        (jobs / "backups" / f"{today - timedelta(days=age)}T013000.zip").touch()
    broken = [
        jobs / "backups" / f"{today - timedelta(days=age)}T010000.zip.incomplete"
        for age in (3, 40, 201)
    ]
    for path in broken:
        path.touch()
    before = {path.name for path in (jobs / "backups").glob("*.zip")}
    call(jobs, "backup", BACKUP_FOLDER=f"{jobs}/backups", BACKUP_DAYS="35", BACKUP_MONTHS="24")
    after = {path.name for path in (jobs / "backups").glob("*.zip")}
    [new] = after - before
    assert new.startswith(today.isoformat())
    first_of_months = {min(n for n in before if n.startswith(m)) for m in {n[:7] for n in before}}
    age_of = {name: (today - date.fromisoformat(name[:10])).days for name in before}
    wanted = {n for n in before if age_of[n] <= 35 or (n in first_of_months and age_of[n] <= 744)}
    assert after - {new} == wanted
    assert [path.exists() for path in broken] == [True, False, False]


def test_job_of_backups_removes_nothing_after_one_that_failed(jobs):
    (jobs / "backups" / "2016-04-02T013000.zip").touch()
    (jobs / ".venv" / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")
    environment = os.environ | {"BACKUP_FOLDER": f"{jobs}/backups"}
    done = subprocess.run([jobs / "deploy" / "job", "backup"], env=environment, check=False)
    assert done.returncode == 1
    assert [path.name for path in (jobs / "backups").iterdir()] == ["2016-04-02T013000.zip"]


def test_job_of_anchors_hands_them_to_each_address(jobs):
    called = call(jobs, "anchor_journal", ANCHOR_FILE="anchors", ANCHOR_MAIL="a@x.jp b@x.jp")
    expected = "manage.py anchor_journal --to anchors --mail=a@x.jp --mail=b@x.jp"
    assert called == expected.split()


def test_any_other_job_is_the_command_itself(jobs):
    assert call(jobs, "send_digest") == ["manage.py", "send_digest"]
