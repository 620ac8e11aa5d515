from flask import Response, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from ...logo.queries import logo_picture
from ...shops.models import Shop
from ...shops.queries import all_shops
from ...texts import say
from ..addresses import public_address
from ..pages import go_to, render
from ..poster import Poster, Words, poster_file
from ..visitor import me, programme
from . import bp

KINDS = {"pdf": "application/pdf", "png": "image/png"}


@bp.get("/poster")
def poster() -> ResponseReturnValue:
    """For whoever works here: the poster to print, of their own shop or another."""
    if me.staff is None:
        return go_to("public.staff_login", next="/poster")
    return render("public/poster", shops=all_shops(), shop=_shop(all_shops()))


@bp.get("/poster/<any(a4,a6):size>.<any(pdf,png):kind>")
def poster_to_print(size: str, kind: str) -> ResponseReturnValue:
    if me.staff is None:
        return go_to("public.staff_login", next="/poster")
    shop = _shop(all_shops())
    file = poster_file(_poster(shop), size, kind)
    response = Response(file, mimetype=KINDS[kind])
    how = "attachment" if "download" in request.args else "inline"
    response.headers["Content-Disposition"] = f'{how}; filename="poster-{shop.code}-{size}.{kind}"'
    return response


def _shop(shops: list[Shop]) -> Shop:
    wanted = request.args.get("shop") or (me.shop.code if me.shop else "")
    return next((shop for shop in shops if shop.code == wanted), None) or abort(404)


def _poster(shop: Shop) -> Poster:
    rules = programme()
    return Poster(
        shop=say(rules.name, rules.languages[0]),
        colour=rules.colour,
        address=public_address("public.join", **{"from": shop.code}),
        said=tuple(map(_words, rules.languages)),
        logo=logo_picture(),
    )


def _words(language: str) -> Words:
    with force_locale(language):
        return Words(
            headline=_("Your card is on your phone"),
            invitation=_("Point your camera here"),
            promise=_("Free, in half a minute, with no app to install."),
        )
