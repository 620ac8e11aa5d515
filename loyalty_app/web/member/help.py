from flask.typing import ResponseReturnValue

from ...programme.explained import explained
from ...shops.queries import all_shops
from ..pages import render
from ..visitor import programme
from . import bp


@bp.get("/help")
def help() -> ResponseReturnValue:
    """The rules as the document has them now, how the card works, and whom to ask."""
    shops = all_shops()
    chapters = explained(programme(), {shop.code: shop.name for shop in shops})
    return render("member/help", chapters=chapters, shops=shops)
