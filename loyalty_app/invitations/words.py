"""How an invitation is going, in words. A member reads no more of the other side than they know
already; the owner reads what speaks against it."""

from flask_babel import gettext as _

from .models import Invitation, Reason, State


def status(state: State) -> str:
    return {
        State.OPENED: _("Opened"),
        State.JOINED: _("Joined"),
        State.QUALIFIED: _("On its way"),
        State.HELD: _("Being looked at"),
        State.REWARDED: _("Thanked"),
        State.REJECTED: _("Does not count"),
        State.EXPIRED: _("Over"),
    }[state]


def inviters_view(invitation: Invitation) -> str:
    """What it is waiting for, or why it brings nothing: for whoever invited."""
    reasons = invitation.why
    if invitation.state is State.OPENED:
        return _("Somebody opened your link and has not joined yet.")
    if invitation.state is State.JOINED and Reason.GIVEN_BACK in reasons:
        return _("What they had bought went back. The next purchase counts again.")
    if invitation.state is State.JOINED:
        return _("A friend has a card now. What is asked of them is still to come.")
    if invitation.state is State.QUALIFIED:
        return _("All is done; it is given as soon as the purchase cannot go back any more.")
    if invitation.state is State.HELD:
        return _("The shop looks at it first. Without an answer it is good by itself.")
    if invitation.state is State.REWARDED:
        return _("A friend came. Thank you.")
    return _over(reasons)


def _over(reasons: list[Reason]) -> str:
    words = {
        Reason.MONTHLY_CAP: _("You have brought as many friends as a month can count."),
        Reason.OWN_TILL: _("Whoever works here cannot enrol their own invitations."),
        Reason.REFUSED: _("The shop looked at it and it does not count. Ask at the counter."),
        Reason.NOT_JOINED: _("Whoever opened your link has not joined in time."),
        Reason.NOT_IN_TIME: _("The friend did not come in time."),
        Reason.CIRCLE: _("The circle closes: who invited you cannot be invited by you."),
    }
    first = next((words[reason] for reason in reasons if reason in words), "")
    return first or _("Whoever opened it has a card here already; it is for who is new.")


def friends_view(invitation: Invitation) -> str:
    """The same for who was invited."""
    if invitation.state is State.JOINED:
        return _("You came by a friend's invitation. Your receipts say what it brings, and when.")
    if invitation.state is State.QUALIFIED:
        return _("You did all of it; what you get is on its way.")
    if invitation.state is State.HELD:
        return _("The shop looks at your invitation first. Without an answer it is good by itself.")
    if invitation.state is State.EXPIRED:
        return _("Your invitation is over: its last day has passed.")
    if invitation.state is State.REJECTED and Reason.MONTHLY_CAP not in invitation.why:
        return _friends_no(invitation.why)
    return _("You came by a friend's invitation. Both of you were thanked.")


def _friends_no(reasons: list[Reason]) -> str:
    if Reason.REFUSED in reasons:
        return _("The shop looked at your invitation and it does not count. Ask at the counter.")
    return _("Your invitation does not count: it looks as if you had a card before. Ask us.")


def evidence(reason: Reason) -> str:
    """What speaks against it, for the owner."""
    return {
        Reason.OWN_LINK: _("their own link"),
        Reason.EXISTING_MEMBER: _("opened by somebody who has a card"),
        Reason.CIRCLE: _("a circle: the friend is who the invitation began with"),
        Reason.SAME_CONTACT: _("the same mailbox as another member, written differently"),
        Reason.SAME_DEVICE: _("joined on a browser that showed the inviter's card"),
        Reason.OWN_TILL: _("enrolled by the inviter, who works here"),
        Reason.MONTHLY_CAP: _("more friends than a month counts: only the friend gets theirs"),
        Reason.SHARED_DEVICE: _("joined on a browser that showed another member's card"),
        Reason.NO_CONTACT: _("joined without an address or a phone number"),
        Reason.SERVED_BY_INVITER: _("served by the inviter, who works here"),
        Reason.BURST: _("many friends within one hour"),
        Reason.REFUSED: _("refused here"),
        Reason.NOT_JOINED: _("nobody joined in time"),
        Reason.NOT_IN_TIME: _("what was asked did not come in time"),
        Reason.GIVEN_BACK: _("what was bought went back"),
    }[reason]
