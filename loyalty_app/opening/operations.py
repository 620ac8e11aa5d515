"""found: the first shop, its owner and its programme, all at once and once only."""

from dataclasses import dataclass
from io import StringIO

from flask_babel import lazy_gettext as _l
from ruamel.yaml import YAML

from ..engine import publish
from ..errors import LoyaltyError
from ..programme.operations import draft
from ..programme.queries import preset_source
from ..shops.operations import open_shop
from ..staff.models import Role, Staff
from ..staff.operations import hire
from ..staff.passwords import PasswordHash
from .queries import is_founded


class AlreadyFounded(LoyaltyError):
    words = _l("This shop is set up already. Sign in instead.")
    code = "already_founded"


@dataclass(frozen=True, slots=True)
class Founding:
    """What the first page asks; `preset` names the rules to start from."""

    name: str
    login: str
    password: PasswordHash
    shop: str
    preset: str


def found(founding: Founding) -> Staff:
    """The owner of a shop that was empty until now.

    The first version of the programme has number 1: of two who begin at once, one comes second.
    Raises AlreadyFounded.
    """
    if is_founded():
        raise AlreadyFounded
    shop = open_shop(founding.shop)
    owner = hire(founding.name, founding.login, founding.password, Role.OWNER, shop.id)
    source = named(preset_source(founding.preset), founding.shop)
    first = draft(source, owner.name)
    if first.number != 1:  # another began after we had looked, and is done
        raise AlreadyFounded
    publish(first.sha256, owner.name)
    return owner


def named(source: str, name: str) -> str:
    """The document under another name, with everything else and its comments as they were."""
    yaml = YAML(typ="rt", pure=True)
    yaml.preserve_quotes = True
    yaml.width = 4096
    document = yaml.load(source)
    document["name"] = name.strip()
    text = StringIO()
    yaml.dump(document, text)
    return text.getvalue()
