"""Settings of gunicorn: `gunicorn --config python:jlis_gov.serving`."""

import logging
import os
import signal
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from jlis_gov.logs import MaskTokens

wsgi_app = "jlis_gov.wsgi"
worker_class = "jlis_gov.buffering.BufferingWorker"
workers = 2
threads = 8  # of each; each keeps a connection to the database
timeout = 30  # seconds without a sign of life; a large file is no reason for one
control_socket_disable = True  # it would leave a socket in the home folder


def on_starting(server: Any) -> None:
    """Mask what no log may hold; stop before anything listens when settings refuse to be read.

    Then it says only what they say: each worker would, and the reason would drown in stack traces.
    """
    for name in ("gunicorn.access", "gunicorn.error"):  # which the workers inherit
        logging.getLogger(name).addFilter(MaskTokens())
    environment = dict(os.environ)
    try:
        import_module("jlis_gov.settings")
    except ImproperlyConfigured as refusal:
        sys.exit(str(refusal))
    # The workers read them anew, so that a reload (SIGHUP) sees what has changed since.
    del sys.modules["jlis_gov.settings"]
    os.environ.clear()
    os.environ.update(environment)
    # Where the workers' numbers for /metrics meet; those of an earlier start do not count.
    server.metrics = tempfile.TemporaryDirectory(prefix="metrics-")
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", server.metrics.name)


def child_exit(server: Any, worker: Any) -> None:
    """Forget the gauges of a worker that has ended."""
    if find_spec("prometheus_client"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)


def post_worker_init(worker: Any) -> None:
    """Let a worker finish the request at hand when Ctrl-C ends the server.

    A terminal sends Ctrl-C to every process, and the master then sends SIGQUIT to its workers; by
    default both break off the request with a stack trace.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, worker.handle_exit)
