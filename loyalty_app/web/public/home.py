from flask.typing import ResponseReturnValue

from ...programme.promises import promises
from ..pages import go_to, render
from ..visitor import me, programme
from . import bp


@bp.get("/")
def home() -> ResponseReturnValue:
    """Members find their card here, staff the counter; a stranger sees what this is."""
    if me.member:
        return go_to("member.card")
    if me.staff:
        return go_to("counter.scan")
    return render("public/home", promises=promises(programme()))
