"""The shipped nginx before the real application, both as a host runs them."""

import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPSConnection
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import program
from tests.installations import Installation

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
HOST = "register.example.org"
PATIENCE = 60  # seconds, after which nothing is coming
# Without the manifest of static files, which only collecting them makes.
SETTINGS = """
from jlis_gov.settings import *
STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
"""
MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log error;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/temp/body;
    proxy_temp_path {folder}/temp/proxy;
    fastcgi_temp_path {folder}/temp/fastcgi;
    uwsgi_temp_path {folder}/temp/uwsgi;
    scgi_temp_path {folder}/temp/scgi;
    include conf.d/*.conf;
}}
"""
SERVER = f"""
listen 127.0.0.1:{{port}} ssl http2;
server_name {HOST};
ssl_certificate {{folder}}/site.pem;
ssl_certificate_key {{folder}}/site.key;
access_log {{folder}}/access.log jlis_gov;
error_log {{folder}}/error.log error;
"""


def nginx() -> str:
    """The program; Debian has it where only root's PATH looks."""
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or program("nginx")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that a program of somebody else's may enter, too."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


def make_certificate(folder: Path) -> None:
    """Write `site.pem` and `site.key` for HOST."""
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}", "-days", "2"]
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    files = ["-keyout", folder / "site.key", "-out", folder / "site.pem"]
    command = [program("openssl"), "req", "-x509", *key, *subject, *files]
    subprocess.run(command, check=True, capture_output=True)


def lay_out(folder: Path, server: str, application: str, *, others: bool = False) -> None:
    """Write nginx's configuration below `folder`: what is shipped, and what is a host's own."""
    for name in ("conf.d", "jlis-gov", "temp"):
        (folder / name).mkdir()
    for path in (DEPLOY / "nginx").glob("*.conf"):
        if others or path.name != "jlis-gov-others.conf":
            shutil.copy(path, folder / "conf.d")
    own = (DEPLOY / "nginx" / "jlis-gov" / "http.conf").read_text()
    own = own.replace("unix:/run/jlis-gov/http.sock", application)
    own = own.replace("/var/lib/nginx/jlis-gov", f"{folder}/temp/feeds")
    (folder / "jlis-gov" / "http.conf").write_text(own)
    (folder / "jlis-gov" / "server.conf").write_text(server)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder))
    make_certificate(folder)


class Site:
    """The running register: asked through nginx; its application can be stopped."""

    def __init__(self, folder: Path, installation: Installation | None) -> None:
        self.folder, self.installation, self.port = folder, installation, free_port()
        server = SERVER.format(folder=folder, port=self.port)
        lay_out(folder, server, f"unix:{folder}/http.sock")
        self.context = ssl.create_default_context(cafile=str(folder / "site.pem"))

    def ask(self, path: str, method: str = "GET", body: bytes | None = None, **headers: str) -> Any:
        """The response to one request, its body read into `text`."""
        connection = HTTPSConnection(HOST, self.port, context=self.context, timeout=PATIENCE)
        raw = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        connection.sock = self.context.wrap_socket(raw, server_hostname=HOST)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        response = connection.getresponse()
        response.text = response.read().decode()
        connection.close()
        return response

    def log(self, name: str) -> str:
        return (self.folder / name).read_text()

    def noted(self, pattern: str, count: int) -> list[Any]:
        """What `pattern` finds in nginx's notes of requests, once it does so that many times.

        A response is there before it is noted.
        """
        wait_for(lambda: len(re.findall(pattern, self.log("access.log"))) >= count)
        return re.findall(pattern, self.log("access.log"))

    @contextmanager
    def application(self) -> Iterator[subprocess.Popen]:
        """gunicorn on the socket that systemd opens for it."""
        (self.folder / "served_settings.py").write_text(SETTINGS)
        environment = self.installation.environment | {
            "DJANGO_SETTINGS_MODULE": "served_settings",
            "PYTHONPATH": f"{self.folder}:{ROOT}",
            "PLAIN_HTTP": "false",
            "PROXY_COUNT": "1",
            "ALLOWED_HOSTS": HOST,
        }
        path = self.folder / "http.sock"
        path.unlink(missing_ok=True)
        passed = [f"--setenv={name}={value}" for name, value in environment.items()]
        opener = [program("systemd-socket-activate"), f"--listen={path}", *passed]
        serve = [sys.executable, "-m", "gunicorn", "--config", "python:jlis_gov.serving"]
        with (self.folder / "application.log").open("a") as log, ExitStack() as stack:
            command = [*opener, *serve, "--access-logfile", "-"]
            process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log)
            stack.callback(process.wait, PATIENCE)
            stack.callback(process.terminate)
            wait_for(path.exists)
            path.chmod(0o666)
            yield process

    @contextmanager
    def proxy(self) -> Iterator[None]:
        """nginx, as somebody who may do nothing."""
        as_nobody: list[str] = []
        if os.geteuid() == 0:
            for path in (self.folder, *self.folder.rglob("*")):
                shutil.chown(path, "nobody", "nogroup")
            as_nobody = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
        command = [*as_nobody, nginx(), "-p", self.folder, "-c", self.folder / "nginx.conf"]
        process = subprocess.Popen([*command, "-e", self.folder / "error.log"])
        try:
            wait_for(lambda: process.poll() is not None or self._listens())
            yield
        finally:
            process.terminate()
            process.wait(PATIENCE)

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


def wait_for(condition: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def site(folder, new_installation) -> Iterator[Site]:
    """A migrated register behind nginx."""
    served = Site(folder, new_installation("migrated"))
    with served.application(), served.proxy():
        yield served
