"""The proofs of docs/reliability.md in small: nothing is lost by a kill, no request ends in 500."""

import subprocess
import sys

import pytest

from tests.installations import ROOT, Installation

pytestmark = pytest.mark.database


def proof(installation: Installation, *arguments: str) -> str:
    """What a benchmark prints that must succeed."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        env=installation.environment | {"PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr[-3000:]
    return done.stdout


def test_no_change_is_lost_or_kept_by_half_when_its_writer_is_killed(new_installation):
    said = proof(new_installation("migrated"), "bench.faults", "10")
    assert said.startswith("10 kills; ")
    assert " 0 lost" in said


def test_no_request_ends_in_500(new_installation):
    said = proof(new_installation("migrated"), "bench.requests", "100", "7")
    assert "200: " in said
    assert "500: " not in said
