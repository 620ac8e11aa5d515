"""Reading files that a person names on the command line."""

from pathlib import Path

from flask_babel import lazy_gettext as _l

from ..errors import LoyaltyError


class UnreadableFile(LoyaltyError):
    words = _l("“%(path)s” cannot be read as text: %(problem)s")
    code = "unreadable_file"


def text_of(path: Path) -> str:
    """The whole file as text, which gives the same bytes again. Raises UnreadableFile."""
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableFile(path=path, problem=error) from error
