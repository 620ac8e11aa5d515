"""Going through a member's receipts page by page, newest first."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, url_for

from ..receipts.queries import Receipt
from .addresses import LARGEST


@dataclass(frozen=True, slots=True)
class Page:
    """Some receipts, and the addresses of those before and after them, where there are any."""

    receipts: Sequence[Receipt]
    newer: str | None
    older: str | None


def asked_before() -> int | None:
    """The row before which the address wants to look, as far as every database counts."""
    return _asked("before")


def asked_after() -> int | None:
    """The row after which it does."""
    return _asked("after")


def _asked(name: str) -> int | None:
    row = request.args.get(name, type=int)
    return row if row is None else max(0, min(row, LARGEST))


def page_of(find: Callable[[int, int | None], Sequence[Receipt]], size: int, **kept: str) -> Page:
    """`find(limit, before)` answers the newest ones before a sequence number, or of all.

    The number stands in the address of this page; `kept` is what else stays in it.
    """
    before = asked_before()
    found = find(size + 1, before)
    shown = found[:size]
    return Page(
        receipts=shown,
        newer=_address(kept) if before is not None else None,
        older=_address(kept, before=shown[-1].sequence) if len(found) > size else None,
    )


def _address(kept: Mapping[str, Any], **values: Any) -> str:  # noqa: ANN401
    return url_for(request.endpoint or "", **kept, **values)
