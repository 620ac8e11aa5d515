"""How the shop is served: greenlets, so that thousands of phones may listen for news at once."""

import os
import resource
import signal
from types import FrameType
from typing import Any

import gevent

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gevent"
# More than the streams of one process (live/hub.py), so that pages are answered beside them.
worker_connections = 8000
# One process serves a shop and suits SQLite, which has one writer anyway. More with Postgres.
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
graceful_timeout = 5
# A proxy in front is declared by TRUSTED_PROXIES, to the application, and only there.
forwarded_allow_ips = "127.0.0.1"
# Its control socket lies in the home directory, where two shops would share it.
control_socket_disable = True


def post_worker_init(worker: Any) -> None:  # noqa: ANN401
    """A socket for every phone, and an end for its stream when this process is asked to stop."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    stop: Any = signal.getsignal(signal.SIGTERM)

    def end_streams_and_stop(number: int, frame: FrameType | None) -> None:
        gevent.spawn(worker.wsgi.extensions["live"].close)
        stop(number, frame)

    signal.signal(signal.SIGTERM, end_streams_and_stop)
