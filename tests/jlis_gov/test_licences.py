"""Licences and bill of materials are those of what the lock installs."""

import json
import re
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata

import pytest

from tests.installations import ROOT

LOCKED = dict(
    re.findall(
        r"^([\w.-]+)(?:\[\w+\])?==([\w.]+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE
    )
)
LISTED = re.findall(
    r"^\| ([\w.-]+) \| (.+) \|$",
    (ROOT / "docs" / "licences.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)[1:]


def told_by(package: str) -> str | None:
    """The licence that an installed package declares by its SPDX name; None where it does not."""
    try:
        return metadata(package).get("License-Expression")
    except PackageNotFoundError:  # it is for another system
        return None


def test_every_package_of_the_lock_has_its_licence_listed_once():
    assert [package for package, _licence in LISTED] == list(LOCKED)


def test_licences_are_those_that_packages_declare():
    told = {package: told_by(package) for package in LOCKED}
    assert sum(map(bool, told.values())) > 10
    listed = dict(LISTED)
    assert {
        one: licence for one, licence in told.items() if licence and licence != listed[one]
    } == {}


@pytest.mark.slow
def test_bill_of_materials_holds_every_package_with_its_version_and_hashes(tmp_path):
    bill = tmp_path / "sbom.cdx.json"
    [made] = re.findall(
        r"^\t\$\(BIN\)/(cyclonedx-py .+)$", (ROOT / "Makefile").read_text(), re.MULTILINE
    )
    name, *arguments = made.replace("sbom.cdx.json", str(bill)).split()
    command = f"{sys.prefix}/bin/{name}"
    subprocess.run([command, *arguments], cwd=ROOT, check=True, capture_output=True)
    found = json.loads(bill.read_text(encoding="utf-8"))
    assert found["bomFormat"] == "CycloneDX"
    assert {one["name"]: one["version"] for one in found["components"]} == LOCKED
    assert all(one["externalReferences"][0]["hashes"] for one in found["components"])
