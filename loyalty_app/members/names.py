"""Names as people write them: any script, any emoji; nothing that hides or turns other text."""

import unicodedata

LONGEST = 120

_JOINERS = "\u200c\u200d"  # in Persian words and between the parts of an emoji
_TAGS = range(0xE0020, 0xE0080)  # in the flags of regions


def plain_name(text: str) -> str:
    """One line without control characters and marks that change the direction of what follows."""
    visible = "".join(" " if c.isspace() else c for c in text if c.isspace() or _is_shown(c))
    name = " ".join(visible.split())
    return name if name.strip(_JOINERS) else ""


def _is_shown(character: str) -> bool:
    if character in _JOINERS or ord(character) in _TAGS:
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")
