"""The shop as it is really served, in a process of its own that can be stopped and started."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parent.parent.parent
PATIENCE = 60
"""Seconds until a server that does not answer has failed."""


class Server:
    """gunicorn on a database; it keeps its port and its secret key over a restart."""

    def __init__(self, database_url: str, instance: Path) -> None:
        self.port = _free_port()
        self.address = f"http://localhost:{self.port}"
        self.secret_key = secrets.token_urlsafe(40)
        self._settings = {
            "DATABASE_URL": database_url,
            "INSTANCE_DIR": str(instance),
            "SECRET_KEY": self.secret_key,
            "HOST": "localhost",
            "PORT": str(self.port),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "gunicorn.conf.py", "wsgi:app"]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **self._settings},
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        give_up_at = time.monotonic() + PATIENCE
        while not self._answers():
            assert self._process.poll() is None, "the server has ended"
            assert time.monotonic() < give_up_at, "the server does not answer"
            time.sleep(0.05)

    def stop(self) -> None:
        """At once, as when the power fails: its workers too."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.address}/manifest.webmanifest", timeout=5):
                return True
        except OSError:
            return False


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Server]:
    """Not started yet: a test publishes a programme first, with `app`."""
    server = Server(database_url, tmp_path)
    yield server
    server.stop()
