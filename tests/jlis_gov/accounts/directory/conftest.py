"""A real OpenID provider, started once, and somebody's way to it and back."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

SCRIPT = Path(__file__).with_name("provider.cjs")
START = "/sign-in/directory/"
KANSA, JIMU, YAKUIN = "監査室", "事務局", "役員"
PERSON = {
    "preferred_username": "tanaka@example.go.jp",
    "family_name": "田中",
    "given_name": "花子",
    "email": "tanaka@example.go.jp",
}


class Provider:
    """The provider's address, and what a test tells it to do next."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://127.0.0.1:{port}"

    def control(self, **told):
        return requests.post(f"{self.issuer}/control", json=told, timeout=10).json()

    def back(self, address: str) -> str:
        """Go to the provider as a browser does; the address that it leads back to."""
        with requests.Session() as browser:
            while address.startswith(self.issuer):
                answer = browser.get(address, allow_redirects=False, timeout=10)
                assert answer.is_redirect, answer.text
                address = requests.compat.urljoin(address, answer.headers["Location"])
        return address

    def expect(self, sub: str, groups=(), person=PERSON, **more) -> None:
        """Say who signs in next, in which groups they are, and what is done to their token."""
        person = person | {"groups": list(groups)} if groups is not None else person
        self.control(sub=sub, person=person, **more)

    def sign_in(self, client: Client, sub: str, groups=(), query: str = "", **more):
        """Sign in there as `sub`; the answer of our way back."""
        self.expect(sub, groups, **more)
        answer = client.get(f"{START}{query}")
        assert answer.status_code == 302, answer.text
        return client.get(path_of(self.back(answer["Location"])))


def path_of(address: str) -> str:
    found = urlsplit(address)
    assert found.netloc == "testserver"
    return f"{found.path}?{found.query}"


def _is_missing() -> bool:
    """True where node or the provider is missing; in CI the tests run all the same, and fail."""
    if os.environ.get("CI"):
        return False
    command = [shutil.which("node") or "", "-e", "require.resolve('oidc-provider')"]
    return not command[0] or subprocess.run(command, capture_output=True).returncode != 0


@pytest.fixture(scope="session")
def running_provider() -> Iterator[Provider]:
    if _is_missing():
        pytest.skip("node or oidc-provider is missing: npm install oidc-provider@8, NODE_PATH")
    command = [shutil.which("node") or "node", str(SCRIPT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        yield Provider(int(process.stdout.readline()))
        process.kill()


@pytest.fixture
def provider(running_provider: Provider, settings, db) -> Provider:
    """The provider, as the directory of the register; no role needs a second factor."""
    cache.clear()
    call_command("sync_roles", stdout=StringIO())
    settings.DIRECTORY = {
        "issuer": running_provider.issuer,
        "client_id": "register",
        "secret": "s" * 43,
        "name": "庁内アカウント",
        "scope": ["openid", "profile", "email"],
        "group_claim": "groups",
        "roles": {"kansa": KANSA, "jimu": JIMU, "yakuin": YAKUIN, "stray": "管理者"},
        "strong": ("", ""),
    }
    return running_provider
