"""Words that several pages of the console share."""

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from ...sessions.invitations import InvitationState
from ...staff.models import Role

NEEDED = _l("Please fill this in.")


def role_name(role: Role) -> str:
    return {
        Role.CASHIER: _("Cashier"),
        Role.MANAGER: _("Manager"),
        Role.OWNER: _("Owner"),
    }[role]


def role_choices() -> list[SelectChoice]:
    return [SelectChoice(role.value, role_name(role)) for role in Role]


def state_name(state: InvitationState) -> str:
    return {
        InvitationState.OPEN: _("Open"),
        InvitationState.USED: _("Accepted"),
        InvitationState.WITHDRAWN: _("Withdrawn"),
        InvitationState.EXPIRED: _("Expired"),
    }[state]


def init(bp: Blueprint) -> None:
    bp.add_app_template_filter(role_name)
    bp.add_app_template_filter(state_name)
