"""What a rehearsal found out, as the owner reads it on the page and on the console."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from flask_babel import format_percent, ngettext
from flask_babel import gettext as _

from ..programme.document import Programme
from ..receipts.names import challenge_name, reward_name, rule_name, tier_name
from ..texts import day_in_words, exact_money, grouped, money, points
from .comparison import Comparison, Verdict
from .figures import CHALLENGE, TIER, worth


@dataclass(frozen=True, slots=True)
class Line:
    """One number on both sides, written out; `meaning` is its definition, where it needs one."""

    label: str
    now: str
    draft: str
    change: str
    meaning: str = ""


def headline(found: Comparison) -> str:
    """What matters most, in one sentence."""
    before, after = found.now.points, found.draft.points
    if after == before:
        return _(
            "Under the draft your members would have earned just as much: %(points)s.",
            points=points(after),
        )
    facts = {"after": points(after), "before": grouped(before)}
    if not before:
        return _(
            "Under the draft your members would have earned %(after)s instead of none.", **facts
        )
    share = format_percent(abs(after - before) / before)
    if after > before:
        return _(
            "Under the draft your members would have earned %(share)s more: %(after)s instead of "
            "%(before)s.",
            share=share,
            **facts,
        )
    return _(
        "Under the draft your members would have earned %(share)s less: %(after)s instead of "
        "%(before)s.",
        share=share,
        **facts,
    )


def scope(found: Comparison) -> str:
    """What was rehearsed, and of whom."""
    activities = ngettext(
        "%(number)s activity",
        "%(number)s activities",
        found.activities,
        number=grouped(found.activities),
    )
    members = ngettext(
        "%(number)s member", "%(number)s members", found.members, number=grouped(found.members)
    )
    facts = {"activities": activities, "members": members, "until": day_in_words(found.until)}
    if found.since is None:
        said = _(
            "From the beginning until %(until)s: %(activities)s, decided again for %(members)s.",
            **facts,
        )
    else:
        since = day_in_words(found.since)
        said = _(
            "From %(since)s until %(until)s: %(activities)s, decided again for %(members)s.",
            since=since,
            **facts,
        )
    return f"{said} {_left_out(found.left_out)}" if found.left_out else said


def _left_out(number: int) -> str:
    return ngettext(
        "%(num)d member who was erased is left out.",
        "%(num)d members who were erased are left out.",
        number,
    )


def figures(found: Comparison, programme: Programme) -> Iterator[Line]:
    """What was given, on both sides."""
    now, draft = found.now, found.draft
    yield _line(_("Points earned"), now.points, draft.points)
    if now.given or draft.given:
        words = _("On joining and on birthdays; nobody has to earn them.")
        yield _line(_("Points given"), now.given, draft.given, words)
    yield _line(
        _("Taken back"),
        now.taken_back,
        draft.taken_back,
        _("Points of purchases that were refunded or undone."),
    )
    yield _line(
        _("Points spent"), now.spent, draft.spent, _("On rewards, minus what was given back.")
    )
    yield _line(
        _("Points expired"),
        now.expired,
        draft.expired,
        _("Nobody can spend them any more: breakage, as bookkeepers call it."),
    )
    yield _line(
        _("Points outstanding"),
        now.outstanding,
        draft.outstanding,
        _("What members have today, to spend now or once it is ready. Older points count too."),
    )
    yield from _in_money(found, programme.currency)


def _in_money(found: Comparison, currency: str) -> Iterator[Line]:
    if found.cost is None:
        return
    cost = found.cost
    each = exact_money(cost, currency)

    def line(label: str, now: int, draft: int, meaning: str) -> Line:
        before, after = worth(now, cost, currency), worth(draft, cost, currency)
        return _line(label, before, after, meaning, lambda minor: money(minor, currency))

    yield line(
        _("Cost of points earned"),
        found.now.points,
        found.draft.points,
        _("Points earned, at %(cost)s each.", cost=each),
    )
    yield line(
        _("Liability"),
        found.now.outstanding,
        found.draft.outstanding,
        _("What points outstanding will cost when they are spent, at %(cost)s each.", cost=each),
    )


def fates(found: Comparison) -> dict[str, int]:
    """Members by how they fare under the draft."""
    words = {
        Verdict.BETTER: _("Better off"),
        Verdict.WORSE: _("Worse off"),
        Verdict.MIXED: _("Some of both"),
        Verdict.SAME: _("As before"),
    }
    return {word: found.verdicts.get(verdict, 0) for verdict, word in words.items()}


def by_rule(found: Comparison, now: Programme, draft: Programme) -> list[Line]:
    """Points that each rule and challenge gave, and each tier on top; all rules of both, those that
    gave nothing too."""
    rules = [rule.id for programme in (now, draft) for rule in programme.earning_in_order]
    return _each(rules, found.now.earned, found.draft.earned, lambda id_: _giver(id_, now, draft))


def by_prize(found: Comparison, now: Programme, draft: Programme) -> list[Line]:
    """How often each prize was won."""
    prizes = [prize for programme in (now, draft) for prize in _prizes_of(programme)]
    name = partial(_named, name=reward_name, now=now, draft=draft)
    return _each(prizes, found.now.prizes, found.draft.prizes, name)


def _prizes_of(programme: Programme) -> Iterator[str]:
    yield from (card.prize for card in programme.stamp_cards)
    levels = programme.tiers.levels if programme.tiers else ()
    yield from (level.prize for level in levels if level.prize)
    yield from (challenge.prize for challenge in programme.challenges if challenge.prize)


def _each(
    ids: Iterable[str],
    before: Mapping[str, int],
    after: Mapping[str, int],
    name: Callable[[str], str],
) -> list[Line]:
    return [
        _line(name(id_), before.get(id_, 0), after.get(id_, 0))
        for id_ in dict.fromkeys([*ids, *before, *after])
    ]


def _named(
    id_: str, name: Callable[[str, Programme], str], now: Programme, draft: Programme
) -> str:
    """As the draft calls it; what the draft does not know, as it is called now."""
    words = name(id_, draft)
    return words if words != id_ else name(id_, now)


def _giver(id_: str, now: Programme, draft: Programme) -> str:
    """A rule, a challenge, or a tier whose points come on top."""
    if id_.startswith(CHALLENGE):
        return _named(id_.removeprefix(CHALLENGE), challenge_name, now, draft)
    if not id_.startswith(TIER):
        return _named(id_, rule_name, now, draft)
    return _("Tier %(tier)s", tier=_named(id_.removeprefix(TIER), tier_name, now, draft))


def _line(
    label: str,
    now: int,
    draft: int,
    meaning: str = "",
    write: Callable[[int], str] = grouped,
) -> Line:
    return Line(label, write(now), write(draft), signed(draft - now, write), meaning)


def signed(n: int, write: Callable[[int], str]) -> str:
    """With its sign, also a plus; a true minus."""
    sign = "+" if n > 0 else "−" if n < 0 else ""
    return sign + write(abs(n))
