from flask import request, session, url_for
from flask.typing import ResponseReturnValue

from ...extensions import in_transaction
from ...members.operations import speak
from ...programme.document import SPOKEN
from ..language import CHOSEN
from ..pages import go_to_url, own_path
from ..visitor import me
from . import bp


@bp.post("/language")
def set_language() -> ResponseReturnValue:
    """Kept in the browser, and with the member who chose it."""
    language = request.form.get("language", "")
    if language in SPOKEN:
        session[CHOSEN] = language
        if member := me.member:
            in_transaction(lambda: speak(member.id, language))
    return go_to_url(own_path(request.form.get("next"), url_for("public.home")))
