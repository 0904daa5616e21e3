"""How gunicorn serves: `gunicorn --config python:jlis_gov.serving`."""

import signal
from typing import Any

wsgi_app = "jlis_gov.wsgi"
workers = 2
control_socket_disable = True  # it would leave a socket in the home folder


def post_worker_init(worker: Any) -> None:
    """Let a worker finish the request at hand when Ctrl-C ends the server.

    A terminal sends Ctrl-C to every process, and the master then sends SIGQUIT to its workers; by
    default both break off the request with a stack trace.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGQUIT, worker.handle_exit)
