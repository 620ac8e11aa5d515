"""The streams of this process, and the one thread that watches the database for them."""

from collections import defaultdict
from contextlib import closing
from threading import Lock, Thread
from time import monotonic, sleep

import structlog
from flask import Flask, current_app
from sqlalchemy import Engine

from ..errors import Unavailable
from ..extensions import db
from .queries import newest_by_session
from .streams import BEAT, Stream
from .watching import Watch, watch

MOST = 6000
"""Streams in one process. gunicorn takes more connections than that, so that pages still answer."""
MOST_EACH = 8
"""Streams of one member: what a phone has lost in bad reception stays open here for a while."""
PAUSE = 1.0
"""Seconds before a lost database is watched again."""

log = structlog.get_logger(__name__)


class TooManyStreams(Unavailable):
    code = "too_many_streams"


class Hub:
    """Who listens to this process; it is watched from the first stream to the last."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = Lock()
        self._streams: dict[int, list[Stream]] = defaultdict(list)
        self._watched = False
        self._watcher: Thread | None = None
        self._closed = False

    def __len__(self) -> int:
        return sum(map(len, self._streams.values()))

    def listen(self, member: int, session: str) -> Stream:
        """A new stream, told of everything recorded from here on. Raises TooManyStreams."""
        stream = Stream(member, session)
        with self._lock:
            if self._closed or len(self) >= MOST:
                raise TooManyStreams
            theirs = self._streams[member]
            theirs.append(stream)
            for oldest in theirs[:-MOST_EACH]:
                oldest.end()
            begins, self._watched = not self._watched, True
        if begins:
            self._watcher = Thread(target=self._watch, name="live", daemon=True)
            self._watcher.start()
        return stream

    def leave(self, stream: Stream) -> None:
        with self._lock:
            theirs = self._streams[stream.member]
            if stream in theirs:
                theirs.remove(stream)
            if not theirs:
                del self._streams[stream.member]

    def close(self) -> None:
        """The process stops: every stream ends, and no other begins."""
        self._closed = True
        for stream in self._all():
            stream.end()

    def wait(self) -> None:
        """After `close`: until the database is left alone."""
        if self._watcher:
            self._watcher.join()

    def sweep(self) -> None:
        """End the streams of those who signed out; tell the others what a lost message would have.

        The watch is fast, this is sure: it needs no message to arrive.
        """
        streams = self._all()
        newest = newest_by_session(self._engine, {stream.session for stream in streams})
        for stream in streams:
            if stream.session in newest:
                stream.tell(newest[stream.session])
            else:
                stream.end()

    def _watch(self) -> None:
        while self._is_needed():
            try:
                with closing(watch(self._engine)) as watching:
                    self._follow(watching)
            except Exception as problem:  # whatever it was, phones wait for what comes after it
                if not self._closed:
                    log.warning("watching is begun again", why=repr(problem))
                    sleep(PAUSE)

    def _is_needed(self) -> bool:
        with self._lock:
            self._watched = bool(self._streams) and not self._closed
            return self._watched

    def _follow(self, watching: Watch) -> None:
        swept = -BEAT
        while self._streams and not self._closed:
            if monotonic() - swept >= BEAT:
                self.sweep()
                swept = monotonic()
            for member, sequence in watching.wait():
                self._tell(member, sequence)

    def _tell(self, member: int, sequence: int) -> None:
        with self._lock:
            theirs = tuple(self._streams.get(member, ()))
        for stream in theirs:
            stream.tell(sequence)

    def _all(self) -> list[Stream]:
        with self._lock:
            return [stream for theirs in self._streams.values() for stream in theirs]


def init_app(app: Flask) -> None:
    with app.app_context():
        app.extensions["live"] = Hub(db.engine)


def hub() -> Hub:
    """That of the current application, in this process."""
    found: Hub = current_app.extensions["live"]
    return found
