from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import engine
from ...activities.values import OWN_PHONE, Activity, By, Kind
from ...extensions import in_transaction
from ..pages import go_to
from ..visitor import the_member
from . import bp


@bp.post("/play/challenges/<challenge>/join")
def join_challenge(challenge: str) -> ResponseReturnValue:
    """Once is once: two taps are the same deed."""
    member = the_member().id
    activity = Activity(
        member,
        Kind.TAKE_PART,
        OWN_PHONE,
        f"take-part-{challenge[:40]}-{member}",
        channel="web",
        challenge=challenge,
        by=By.MEMBER,
    )
    in_transaction(lambda: engine.record(activity))
    flash(_("You take part. From today on it counts."), "good")
    return go_to("member.play")
