from flask import Response, abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from ...extensions import in_transaction
from ...logo.queries import logo_picture
from ...members.blank_cards import cards_on, print_sheet, sheets
from ...texts import say
from ..card_sheet import Printed, sheet_file
from ..pages import go_to, render
from ..visitor import programme
from . import bp


@bp.get("/cards")
def cards() -> ResponseReturnValue:
    return render("console/cards", sheets=sheets())


@bp.post("/cards")
def make_cards() -> ResponseReturnValue:
    sheet = in_transaction(print_sheet)
    flash(_("Sheet %(number)s is ready to print.", number=sheet), "good")
    return go_to("console.cards")


@bp.get("/cards/<int:sheet>.pdf")
def card_sheet(sheet: int) -> ResponseReturnValue:
    """The cards of a sheet that are still nobody's, to print."""
    blank = [Printed(card.number, card.handle) for card in cards_on(sheet)] or abort(404)
    rules = programme()
    language = rules.languages[0]
    with force_locale(language):
        promise = _("Show this card when you pay.")
    file = sheet_file(say(rules.name, language), promise, rules.colour, blank, logo_picture())
    response = Response(file, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="cards-{sheet}.pdf"'
    return response
