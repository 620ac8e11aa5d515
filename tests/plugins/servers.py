"""The application as it is served: gunicorn with several processes, on a database of the test's."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from ..conftest import SETTINGS

ROOT = Path(__file__).resolve().parents[2]
GUNICORN = (sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py")
SLOWEST_END = 30.0


@contextmanager
def gunicorn(
    database_url: str, folder: Path, workers: int
) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Its address on this machine, and its first process. Requests wait until it has started."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "INSTANCE_DIR": str(folder),
        "SECRET_KEY": str(SETTINGS["SECRET_KEY"]),
        "WEB_CONCURRENCY": str(workers),
    }
    with (
        socket.create_server(("127.0.0.1", 0), backlog=2048) as door,
        (folder / "server.log").open("wb") as log,
    ):
        os.set_inheritable(door.fileno(), True)
        server = subprocess.Popen(
            (*GUNICORN, "--bind", f"fd://{door.fileno()}", "wsgi:app"),
            cwd=ROOT,
            env=environment,
            pass_fds=(door.fileno(),),
            stdout=log,
            stderr=log,
        )
        try:
            yield f"http://localhost:{door.getsockname()[1]}", server
        finally:
            server.terminate()
            server.wait(SLOWEST_END)


Serve = Callable[[int], tuple[str, subprocess.Popen[bytes]]]


@pytest.fixture
def serve(database_url: str, tmp_path: Path) -> Iterator[Serve]:
    """`serve(2)` starts a server with two processes beside the application under test."""
    with ExitStack() as running:
        yield lambda workers: running.enter_context(gunicorn(database_url, tmp_path, workers))
