"""The badges of a member, and those they may earn, for pages. Pure."""

from dataclasses import dataclass

from ..programme.document import Programme
from ..programme.sections.badges import Badge
from ..standing.holdings import Worn
from ..standing.values import Standing


@dataclass(frozen=True, slots=True)
class Shown:
    """A badge; `worn` since when and by what, if it is."""

    badge: Badge
    worn: Worn | None

    @property
    def is_hidden(self) -> bool:
        return self.badge.secret and self.worn is None


def shelf(programme: Programme, standing: Standing) -> list[Shown]:
    """Worn ones first, the newest first; then those to earn; secret ones last."""
    found = [Shown(badge, standing.badges.get(badge.id)) for badge in programme.badges]
    worn = sorted((one for one in found if one.worn), key=lambda one: one.worn or (), reverse=True)
    return worn + sorted((one for one in found if not one.worn), key=lambda one: one.is_hidden)


def shown(programme: Programme, standing: Standing, badge_id: str) -> Shown | None:
    """None where there is no such badge, or none that they may know of."""
    found = (one for one in shelf(programme, standing) if one.badge.id == badge_id)
    return next((one for one in found if not one.is_hidden), None)
