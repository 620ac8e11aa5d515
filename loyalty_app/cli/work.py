"""`tick` and `worker`: what happens without anybody asking."""

import signal
from dataclasses import asdict
from datetime import datetime
from threading import Event

import click
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from .. import jobs
from ..activities.fields import YEARS
from ..clock import now
from ..errors import LoyaltyError
from ..programme.versions import current_programme
from ..texts import day_in_words
from .console import REFUSED, Command, say, say_json, warn


class AheadOfTime(LoyaltyError):
    words = _l(
        "This day has not come, and time that has passed never comes back. To ask what will "
        "happen, use `try`; to pass time nevertheless, say --yes."
    )
    code = "ahead_of_time"


@click.command(cls=Command)
@click.option("--at", metavar="TIME", help="Pass time to this moment; the shop's, if not +01:00.")
@click.option("--yes", is_flag=True, help="Pass time into the future without asking.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a sentence.")
@click.pass_context
def tick(ctx: click.Context, at: str | None, yes: bool, as_json: bool) -> None:
    """Let time pass for every member to whom something is due: points released, points and
    vouchers expired, a birthday.

    A second run on the same day does nothing. `worker` does this by itself.

    \b
    Examples:
      flask --app wsgi tick
      flask --app wsgi tick --at 2026-12-31 --json
    """
    moment = _moment(at) if at else now()
    if moment > now() and not yes:
        raise AheadOfTime
    done = jobs.tick(moment)
    if as_json:
        day = done.day.isoformat()
        say_json({**asdict(done), "day": day})
    else:
        words = ngettext(
            "Time passed to %(day)s for %(num)d member.",
            "Time passed to %(day)s for %(num)d members.",
            done.recorded,
            day=day_in_words(done.day),
        )
        say(words)
        if done.birthdays:
            say(ngettext("%(num)d birthday.", "%(num)d birthdays.", done.birthdays))
        if done.invitations:
            say(
                ngettext(
                    "%(num)d invitation has ended.",
                    "%(num)d invitations have ended.",
                    done.invitations,
                )
            )
    if done.failed:
        ctx.exit(REFUSED)


def _moment(text: str) -> datetime:
    """A day alone is that day's noon."""
    try:
        said = datetime.fromisoformat(text)
        if said.year not in YEARS:
            raise ValueError
    except ValueError as error:
        raise click.BadParameter("2026-12-31, 2026-12-31T10:30+01:00", param_hint="--at") from error
    if said.tzinfo is None:
        said = said.replace(tzinfo=current_programme().zone)
    return said.replace(hour=12) if len(text) == len("2026-12-31") else said


@click.command(cls=Command)
@click.option(
    "--every",
    "seconds",
    type=click.FloatRange(min=0.1, max=3600),
    default=30,
    show_default=True,
    help="Seconds to rest in between.",
)
@click.option("--once", is_flag=True, help="Do everything once and end.")
def worker(seconds: float, once: bool) -> None:
    """Let time pass, send mails and rehearse drafts, again and again, until SIGTERM or Ctrl-C.

    What was begun is ended first; a rehearsal is left to the next worker. Several workers may run
    on Postgres.

    \b
    Example:
      flask --app wsgi worker --every 10
    """
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_signal: stop.set())
    if once:
        jobs.work_once()
        return
    warn(_("The worker is at work. Ctrl-C ends it."))
    jobs.work(stop, seconds)
    warn(_("The worker has ended."))
