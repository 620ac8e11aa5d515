"""Who is asking, and who may enter where.

flask-login keeps the token in the signed cookie; the row behind it says who that is. Deleting the
row signs out at once.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import cast

from flask import Blueprint, Flask, flash, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import AnonymousUserMixin, UserMixin, current_user, login_user
from sqlalchemy.exc import OperationalError

from ..devices.operations import note_device
from ..errors import NotAllowed
from ..extensions import db, in_transaction, login
from ..logo.queries import logo_hash
from ..members.models import DeviceKey, Member
from ..programme.document import SPOKEN, Programme
from ..programme.versions import NoProgramme, programme_with
from ..sessions.operations import sign_in_member, sign_in_staff
from ..sessions.queries import Visitor, visitor_of
from ..shops.models import Shop
from ..staff.models import Role, Staff
from ..texts import say
from .browsers import browser_label
from .device import current_device
from .invited import note_card
from .language import reader_language
from .locking import is_locked
from .pages import SERVES, wants_fragment

OPEN_WITHOUT_PROGRAMME = (
    "public.setup",
    "public.set_up",
    "public.set_language",
    "static",
    "stylesheet",
    "palette",
)


class SignedIn(UserMixin):
    """The visitor as flask-login wants it: its id is the session token."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.member = visitor.member
        self.key = visitor.key
        is_here = visitor.staff is not None and not is_locked(visitor)
        self.staff = visitor.staff if is_here else None
        self.shop = visitor.shop if is_here else None
        self.by_pin = is_here and visitor.by_pin

    def get_id(self) -> str:
        return self.visitor.token


class Stranger(AnonymousUserMixin):
    visitor = None
    member: Member | None = None
    key: DeviceKey | None = None
    staff: Staff | None = None
    shop: Shop | None = None
    by_pin = False


me = cast("SignedIn | Stranger", current_user)
"""Who is asking in this request."""


def remember(token: str) -> None:
    """Sign this browser in under a token of `sessions.operations`."""
    if visitor := visitor_of(token):
        login_user(SignedIn(visitor), remember=False)
        if visitor.member:
            note_card(visitor.member.id)
        session.permanent = True
        if visitor.staff:
            session[SERVES] = True


def token_before() -> str | None:
    """The token of this browser up to now, whoever is signed in."""
    return me.visitor.token if me.visitor else None


def open_card(find: Callable[[], Member | None]) -> bool:
    """Sign this browser in as the member that is found, if one is; what staff did on it goes on.

    `find` runs in the transaction, and what it wrote is kept. Raises what it raises.
    """
    before, label = token_before(), browser_label(request.user_agent.string)

    def verb() -> str | None:
        member = find()
        return sign_in_member(member, before, label=label) if member else None

    token = in_transaction(verb)
    if token:
        remember(token)
    return token is not None


def open_shift(find: Callable[[], Staff], *, by_pin: bool = False) -> None:
    """Sign this browser in as the colleague that is found, on the device of the shop that it is; a
    card on it stays. `find` runs in the transaction, and what it wrote is kept. Raises what it
    raises."""
    before, device = token_before(), current_device()
    device_id = device.id if device else None

    def verb() -> str:
        if device_id:
            note_device(device_id)
        return sign_in_staff(find(), before, device_id, by_pin=by_pin)

    remember(in_transaction(verb))


def programme() -> Programme:
    """The programme in force, read once per request. Raises NoProgramme."""
    if "programme" not in g:
        visitor = me.visitor
        g.programme = programme_with(visitor.programme_sha256 if visitor else None)
    found: Programme = g.programme
    return found


def logo_version() -> str | None:
    """What the logo's address carries, read once per request; nothing where there is no logo."""
    if "logo_version" not in g:
        visitor = me.visitor
        sha256 = visitor.logo_sha256 if visitor else db.session.scalar(logo_hash())
        g.logo_version = sha256 and sha256[:12]
    found: str | None = g.logo_version
    return found


def logo_url() -> str | None:
    version = logo_version()
    return url_for("public.logo", version=version) if version else None


def the_member() -> Member:
    """Whose card this is; only on pages behind `only_members`."""
    assert me.member
    return me.member


def each_member() -> str:
    """Whom a limit counts: a shop's Wi-Fi gives all its guests one address."""
    return f"member {me.member.id}" if me.member else "strangers"


def the_staff() -> Staff:
    """Who serves; only on pages behind `only_staff`."""
    assert me.staff
    return me.staff


def only_members(bp: Blueprint) -> None:
    @bp.before_request
    def check() -> ResponseReturnValue | None:
        return None if me.member else _ask_to_sign_in("public.login")


def only_staff(bp: Blueprint, role: Role, *, by_pin: bool = False) -> None:
    """A signed-in person of at least this role; others are told, strangers sign in first.

    `by_pin`: a PIN is enough, on a device of the shop.
    """

    @bp.before_request
    def check() -> ResponseReturnValue | None:
        if me.staff is None and by_pin and current_device():
            return _ask_for_a_pin()
        if me.staff is None or (me.by_pin and not by_pin):
            return _ask_to_sign_in("public.staff_login")
        require(role)
        return None


def require(role: Role) -> None:
    """Raises NotAllowed for a lesser role."""
    if not the_staff().role.includes(role):
        raise NotAllowed


def _ask_for_a_pin() -> ResponseReturnValue:
    """Over the page, where it is one of ours: what was typed there stays."""
    if wants_fragment():
        return "", 204, {"HX-Trigger": "locked"}
    return _ask_to_sign_in("public.switch")


def _ask_to_sign_in(endpoint: str) -> ResponseReturnValue:
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    url = url_for(endpoint, next=back)
    if request.headers.get("HX-Request"):
        return "", 204, {"HX-Redirect": url}
    if request.method != "GET":
        flash(_("You were signed out. Sign in and do it again."), "warn")
    return redirect(url, code=303)


def init_app(app: Flask) -> None:
    login.anonymous_user = Stranger
    login.user_loader(_load)
    app.before_request(_need_a_programme)
    app.context_processor(_what_every_page_shows)


def _load(token: str) -> SignedIn | None:
    visitor = visitor_of(token)
    return SignedIn(visitor) if visitor else None


def _need_a_programme() -> None:
    if request.endpoint and request.endpoint not in OPEN_WITHOUT_PROGRAMME:
        programme()


def _what_every_page_shows() -> dict[str, object]:
    rules: Programme | None = None
    logo: str | None = None
    # Nothing is set up yet, or a page says that the database is gone.
    with suppress(NoProgramme, OperationalError):
        rules, logo = programme(), logo_url()
    language = reader_language()
    return {
        "programme": rules,
        "shop_name": say(rules.name, language) if rules else "Tessera",
        "shop_logo": logo,
        "brand_colour": rules.colour if rules else "#6b3fa0",
        "language": language,
        "languages": rules.languages if rules else SPOKEN,
        "direction": "ltr",
        "staff_name": me.staff.name if me.staff else "",
        "place_name": me.shop.name if me.shop else "",
    }
