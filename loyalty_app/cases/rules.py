"""The occasion under which a member is asked again, and back. Pure."""

import re

AGAIN = "case-"
_AGAIN = re.compile(rf"^{AGAIN}(\d{{1,9}})-\d+$", re.ASCII)


def again(case_id: int, reopened: int) -> str:
    """Each time it is closed it is asked about once."""
    return f"{AGAIN}{case_id}-{reopened}"


def case_asked_about(occasion: str) -> int | None:
    found = _AGAIN.match(occasion)
    return int(found[1]) if found else None
