from functools import partial

from flask import request
from flask.typing import ResponseReturnValue

from ...extensions import in_transaction
from ...outreach.desk import news_from_shop
from ...outreach.inbox import (
    NEWS,
    NEWS_FROM_AFAR,
    is_news,
    keep_read,
    read_up_to,
    waiting_for,
)
from ...outreach.messages import keep_messages_read
from ...receipts.choices import has_outcome
from ...receipts.queries import receipts_of_member
from ..addresses import LARGEST
from ..pages import go_to, render, wants_fragment
from ..paging import page_of
from ..visitor import the_member
from . import bp

PAGE = 20


@bp.get("/inbox")
def inbox() -> ResponseReturnValue:
    """What is news to the member. Looking marks nothing as read; a form on the page does."""
    member = the_member().id
    waiting = waiting_for(member)
    find = partial(receipts_of_member, member, only=[has_outcome(is_news())])
    return render(
        "member/inbox",
        asked=waiting.asked,
        unread=lambda: waiting.unread,
        messages=news_from_shop(member),
        page=page_of(find, PAGE),
        read=read_up_to(member),
        news=NEWS,
        news_from_afar=NEWS_FROM_AFAR,
    )


@bp.post("/inbox/read")
def read_inbox() -> ResponseReturnValue:
    """By itself once the page is shown, or by a button without JavaScript."""
    member, up_to = the_member().id, request.form.get("up_to", 0, type=int)
    message = request.form.get("message", 0, type=int)

    def verb() -> None:
        if 0 < up_to <= LARGEST:
            keep_read(member, up_to)
        if 0 < message <= LARGEST:
            keep_messages_read(member, message)

    in_transaction(verb)
    return "" if wants_fragment() else go_to("member.inbox")
