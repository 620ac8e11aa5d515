"""What every answer carries, and how static files are kept by browsers."""

import atexit
import hashlib
import os
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from wsgiref.headers import Headers

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from ..clock import now

HEADERS = {
    "Content-Security-Policy": "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "connect-src 'self'",
            "font-src 'self'",
            "manifest-src 'self'",
            "worker-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    ),
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

OWN_POLICIES = {
    "js/counter/reading.js": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
    "connect-src 'self'"
}
"""A worker obeys the policy of its own answer. This one reads codes with WebAssembly, which
browsers count among the unsafe; so no page has to allow it."""


RENEWED_ON = "renewed"
"""In the session: the day in UTC on which the browser was last given its cookie anew."""


class PageSession(SecureCookieSession):
    """`by_a_page`: the browser opens a page; else a script of one asks for something."""

    by_a_page = True


class SessionsOfPages(SecureCookieSessionInterface):
    """What everybody gets alike and keeps carries no cookie, and does not vary with one: browsers
    would fetch it anew whenever the cookie changes.

    The first page of a day renews it. What a script asks for does not: the answer could come after
    another one that has written there, and put back what was before.
    """

    session_class = PageSession

    def open_session(self, app: Flask, request: Request) -> PageSession | None:
        session = super().open_session(app, request)
        if isinstance(session, PageSession):
            session.by_a_page = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
            return session
        return None

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        return session.modified

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if response.cache_control.public:
            return
        if isinstance(session, PageSession) and session.by_a_page and session.permanent:
            today = now().date().isoformat()
            if session.get(RENEWED_ON) != today:
                session[RENEWED_ON] = today
        super().save_session(app, session, response)


def carry_headers(app: Flask) -> None:
    app.session_interface = SessionsOfPages()

    @app.after_request
    def complete(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)  # a view may say something stricter or wider
        # Pages, files and redirects are somebody's own; what may be kept says so itself.
        response.headers.setdefault("Cache-Control", "no-store")
        return response


@cache
def fingerprint(folder: Path) -> str:
    """Twelve hex digits over all static files; they stand in the address of each.

    One fingerprint for all: a script that imports its neighbour, or a style sheet its picture,
    always gets the one it was written for, and no file needs rewriting.
    """
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(folder)).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:12]


def compress_into(copy: Path, folder: Path) -> None:
    """A copy with a `.gz` beside each file that it makes smaller; brotli would take a second."""
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    compressor = Compressor(use_brotli=False, quiet=True)
    for path in [path for path in copy.rglob("*") if path.is_file()]:
        compressor.compress(str(path))


def _remove(copy: Path, process: int) -> None:
    """When its own process ends, and not with a child of it."""
    if os.getpid() == process:
        shutil.rmtree(copy, ignore_errors=True)


def serve_static_files(app: Flask) -> None:
    """Compressed, and kept by browsers for good: another content has another address."""
    if app.debug or app.testing or not app.static_folder:
        return
    copy = Path(mkdtemp(prefix="static-"))
    atexit.register(_remove, copy, os.getpid())
    compress_into(copy, Path(app.static_folder))

    def add_headers(headers: Headers, path: str, _url: str) -> None:
        # The other policies speak to pages, and would outweigh a small script.
        headers["X-Content-Type-Options"] = "nosniff"
        if policy := OWN_POLICIES.get(Path(path).relative_to(copy).as_posix()):
            headers["Content-Security-Policy"] = policy

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(copy),
        prefix=app.static_url_path,
        immutable_file_test=lambda _path, _url: True,
        allow_all_origins=False,
        add_headers_function=add_headers,
    )
