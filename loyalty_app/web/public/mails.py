from flask import abort, current_app
from flask.typing import ResponseReturnValue

from ...outreach.letters import letter
from ...outreach.queries import newest_mails
from ..pages import render
from ..visitor import programme
from . import bp

NEWEST = 20


@bp.get("/dev/mails")
def mails() -> ResponseReturnValue:
    """What would have been mailed, for a first look without a mail server.

    Whoever reads the mails can sign in as anybody: it is there only where the settings say so.
    """
    if not current_app.config["SHOW_MAILS"]:
        abort(404)
    found = [(letter(m, member, programme()), m) for m, member in newest_mails(NEWEST)]
    return render("public/mails", mails=found)
