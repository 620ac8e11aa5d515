"""How a view answers: a whole page to a browser, only its fragment to htmx.

Every page `x.html` includes its fragment `_x.html`, so one name serves both.
"""

from urllib.parse import urlsplit

from flask import make_response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from htmx_flask import request
from werkzeug.urls import iri_to_uri

SERVES = "serves"
"""In the session of a browser on which staff have signed in, also long ago."""


def wants_fragment() -> bool:
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render(name: str, status: int = 200, **context: object) -> Response:
    folder, _, page = name.rpartition("/")
    template = f"{folder}/_{page}.html" if wants_fragment() else f"{name}.html"
    response = make_response(render_template(template, **context), status)
    response.vary.add("HX-Request")
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def go_to(endpoint: str, **values: object) -> ResponseReturnValue:
    """After a POST: the browser GETs another page; htmx is told to do the same."""
    return go_to_url(url_for(endpoint, **values))  # type: ignore[arg-type]


def go_to_url(url: str) -> ResponseReturnValue:
    if wants_fragment():
        return "", 204, {"HX-Redirect": iri_to_uri(url)}
    return redirect(url, code=303)


def forgetting(answer: ResponseReturnValue) -> Response:
    """The browser empties what it kept of us: pages, keys, the worker that opens the card.

    Where somebody has served, purchases may wait to be sent: there the worker
    forgets the card alone.
    """
    response = make_response(answer)
    kept = ['"cache"'] if session.get(SERVES) else ['"cache"', '"storage"']
    response.headers["Clear-Site-Data"] = ", ".join(kept)
    return response


def own_path(text: str | None, fallback: str) -> str:
    """A path of this site as given, or the fallback: nobody is sent elsewhere after signing in."""
    if not text or not text.startswith("/") or "\\" in text or any(ord(c) < 33 for c in text):
        return fallback
    parts = urlsplit(text)
    return text if not (parts.scheme or parts.netloc or text.startswith("//")) else fallback
