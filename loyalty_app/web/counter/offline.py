"""The counter without a connection: its page, the worker that keeps it, and where its queue goes.

Nobody need be signed in here: the page says nothing of anybody, and a device of the shop's sends by
itself, whoever serves on it meanwhile.
"""

from collections.abc import Mapping
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    make_response,
    render_template,
    request,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from pydantic import ValidationError

from ...clock import now
from ...counter.favourites import deeds
from ...counter.queue import Answer, take_queue
from ...counter.scans import Queued, Scan
from ...devices.models import ScanState
from ...devices.operations import note_device
from ...extensions import csrf, in_transaction, limiter
from ..assets import asked_again, asset, brand_url, stylesheet_url
from ..device import device_here
from ..visitor import logo_url, me, programme
from ..words import milliseconds
from . import served_by
from .purchase import fresh_form
from .words import init_amounts

bp = Blueprint("offline", __name__, url_prefix="/counter")
init_amounts(bp)

MOST_AT_ONCE = 100
SHELL = (
    "js/app.js",
    "js/counter.js",
    "js/keypad.js",
    "js/stepper.js",
    "js/stored.js",
    "vendor/icons.svg",
    "icons/icon.svg",
)
"""What the page asks for beside its styles and the modules in js/counter."""
READER = "js/counter/reading.js"
"""Comes with the camera, and stays in the browser's own cache: most of a first load would be it."""


@bp.get("/offline")
def page() -> ResponseReturnValue:
    return make_response(_page())


@bp.get("/sw.js")
def worker() -> Response:
    """Changes with the page and with every file it keeps, so that a device fetches the new ones."""
    scripts = sorted(Path(current_app.static_folder or "", "js/counter").glob("*.js"))
    names = {*SHELL, *(f"js/counter/{path.name}" for path in scripts)} - {READER}
    styles = stylesheet_url(), stylesheet_url("staff"), brand_url(programme().colour)
    files = [*filter(None, [*styles, logo_url()]), *map(asset, sorted(names))]
    version = sha256("\n".join([_page(), *files]).encode()).hexdigest()[:12]
    answer = make_response(render_template("counter/sw.js", version=version, files=files))
    answer.mimetype = "text/javascript"
    return asked_again(answer)


@bp.post("/queue")
@limiter.limit("600 per minute")
def send() -> ResponseReturnValue:
    """A device's scans, each with its answer. With none it asks what time it is, and who serves."""
    device = device_here()
    if me.staff is None and device is None:
        return jsonify(now=milliseconds(now())), 401
    device_id, trusted = (device.id, device.revoked_at is None) if device else (None, True)
    rules, served = programme(), served_by.note()
    queued, answers = _read(request.get_json())

    def verb() -> Mapping[str, Answer]:
        if device_id:
            note_device(device_id)
        return take_queue(queued, device_id, rules, trusted=trusted)

    if queued:
        answers |= in_transaction(verb)
    return jsonify(
        now=milliseconds(now()),
        served=served,
        answers=[asdict(answer) for answer in answers.values()],
    )


csrf.exempt(send)  # only a script of ours can send JSON here: other sites' browsers ask first


def _read(said: Any) -> tuple[list[Queued], dict[str, Answer]]:  # noqa: ANN401
    """The scans; one that cannot be read is refused, so that it does not keep the others."""
    rows = said.get("scans") if isinstance(said, dict) else None
    if not isinstance(rows, list) or len(rows) > MOST_AT_ONCE:
        abort(400)
    queued, damaged = [], {}
    for row in rows:
        try:
            scan = Scan.model_validate(row)
            queued.append(Queued(scan, served_by.read(str(row.get("served", "")))))
        except ValidationError:
            id_ = str(row.get("id") if isinstance(row, dict) else "")[:40]
            why = _("This entry is damaged. Record it again.")
            damaged[id_] = Answer(id_, ScanState.REFUSED, why=why)
    return queued, damaged


def _page() -> str:
    form = fresh_form(csrf=False)
    return render_template("counter/offline.html", form=form, deeds=deeds(programme()))
