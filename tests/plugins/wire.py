"""The cable between a browser and a server: what goes over it is counted, headers and all.

A browser's own figures leave out what its service workers fetch.
"""

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from .server import Server


class Wire:
    """Listens at `address` and passes on; `received` counts the bytes that reached the browser.

    Without `answers` the server hears everything, and what it says is lost.
    """

    def __init__(self, server: Server) -> None:
        self.received = 0
        self.answers = True
        self._server = server
        self._lock = threading.Lock()
        self._listening = socket.create_server(("localhost", 0))
        self.address = f"http://localhost:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._connect, args=(browser,), daemon=True).start()

    def _connect(self, browser: socket.socket) -> None:
        """Where the server is gone, the browser hears nothing, as over a real cable."""
        with suppress(OSError), browser, self._reach_server() as server:
            sending = threading.Thread(target=_pass_on, args=(browser, server), daemon=True)
            sending.start()
            while data := server.recv(65536):
                if not self.answers:
                    browser.shutdown(socket.SHUT_RDWR)
                    return
                browser.sendall(data)
                with self._lock:
                    self.received += len(data)
            browser.shutdown(socket.SHUT_WR)

    def _reach_server(self) -> socket.socket:
        return socket.create_connection(("localhost", self._server.port))


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    wire = Wire(server)
    yield wire
    wire.cut()
