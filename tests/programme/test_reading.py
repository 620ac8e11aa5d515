"""A document is read, or every mistake in it is named at once: line, place, what is allowed."""

from decimal import Decimal

import pytest

from loyalty_app.programme.reading import InvalidProgramme, read_programme

from ..factories import preset_source

HEAD = "name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n"


def mistakes(text: str) -> list[str]:
    with pytest.raises(InvalidProgramme) as refusal:
        read_programme(text)
    return [str(problem) for problem in refusal.value.problems]


def rule(settings: str) -> str:
    return f"{HEAD}earning:\n  - {{id: base, {settings}}}\n"


LOW, HIGH = "{id: a, name: A, from: 0}", "{id: b, name: B, from: 9}"


def tiers(*levels: str, more: str = "measure: points_earned") -> str:
    return f"{HEAD}tiers: {{{more}, levels: [{', '.join(levels)}]}}\n"


def reward(settings: str) -> str:
    return f"{HEAD}rewards: [{{id: r, name: R, kind: product, {settings}}}]\n"


def gift(settings: str) -> str:
    return f"{HEAD}gifts: {{occasions: [{{id: g, {settings}}}]}}\n"


def survey(settings: str, when: str = "on: purchase") -> str:
    return f"{HEAD}surveys: [{{id: v, name: V, question: How?, when: {{{when}}}, {settings}}}]\n"


@pytest.mark.parametrize(
    ("bands", "what"),
    [
        ("{good: [9, 10], middle: [7, 7], bad: [0, 6]}", "hole"),
        ("{good: [9, 10], middle: [7, 8], bad: [1, 6]}", "hole"),
        ("{good: [9, 9], middle: [7, 8], bad: [0, 6]}", "hole"),
        ("{good: [8, 10], middle: [7, 8], bad: [0, 6]}", "overlap"),
        ("{good: [9, 10], middle: [6, 8], bad: [0, 6]}", "overlap"),
        ("{good: [10, 9], middle: [7, 8], bad: [0, 6]}", "overlap"),
        ("{good: [0, 6], middle: [7, 8], bad: [9, 10]}", "overlap"),
    ],
)
def test_bands_with_a_hole_or_an_overlap_are_refused(bands: str, what: str) -> None:
    (mistake,) = mistakes(survey(f"kind: nps, bands: {bands}"))
    assert what in mistake
    assert "v" in mistake


@pytest.mark.parametrize(
    ("settings", "what"),
    [
        ("kind: single", "two options"),
        ("kind: nps, options: {a: A, b: B}", "options, which go with"),
        ("kind: csat, bands: lenient", "lenient bands"),
        ("kind: csat, bands: {good: [9, 10], middle: [7, 8], bad: [0, 6]}", "hole"),
        ("kind: text, bands: {good: [9, 10], middle: [7, 8], bad: [0, 6]}", "go with kinds"),
        ("kind: csat, follow_up: {question: Why?, at_most: 6}", "up to a score"),
        ("kind: nps, follow_up: {question: Why?, chosen: a}", "for an option"),
    ],
)
def test_a_survey_that_cannot_be_asked_is_refused(settings: str, what: str) -> None:
    (mistake,) = mistakes(survey(settings))
    assert what in mistake


def test_a_survey_at_a_tier_names_one_there_is() -> None:
    (mistake,) = mistakes(survey("kind: nps", "on: tier, tier: gold"))
    assert "must be the id of a tier" in mistake


def test_a_question_needs_words_in_every_language() -> None:
    text = survey("kind: nps, follow_up: {question: {en: Why?}}")
    (mistake,) = mistakes(text)
    assert "needs words in this language too" in mistake


@pytest.mark.parametrize("name", ["cafe", "shop"])
def test_presets_have_no_mistakes(name: str) -> None:
    programme = read_programme(preset_source(name))
    assert programme.earning
    assert set(programme.name) == {"it", "en"}


def challenge(settings: str) -> str:
    return f"{HEAD}challenges: [{{id: c, name: C, {settings}}}]\n"


def badge(settings: str) -> str:
    return f"{HEAD}badges: [{{id: b, name: B, {settings}}}]\n"


ONE_VISIT = challenge("count: visits, target: 1, points: 1")


def test_a_circle_of_challenges_is_told_at_each_of_them_beside_other_mistakes() -> None:
    listed = ", ".join(
        f"{{id: {one}, name: {one}, count: visits, target: 1, after: {before}, prize: gone}}"
        for one, before in ("ab", "bc", "ca")
    )
    found = mistakes(f"{HEAD}challenges: [{listed}]\n")
    assert sum("goes in a circle" in mistake for mistake in found) == 3
    assert sum("must be the id of a reward" in mistake for mistake in found) == 3


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("", "the file: must be a document with settings such as name and currency"),
        ("- a\n- b\n", "the file: must be a document with settings such as name and currency"),
        (f"{HEAD}name: Twice\n", "line 4, the file: is not valid YAML"),
        (f"{HEAD}points: [1\n", "the file: is not valid YAML"),
        (f"{HEAD}ranks: []\n", "line 4, ranks: is not a setting here"),
        ("currency: EUR\ntime_zone: Europe/Rome\n", "name: is missing"),
        (HEAD.replace("EUR", "EURO"), "line 2, currency: must be an ISO 4217 code such as EUR"),
        (HEAD.replace("Rome", "Atlantis"), "line 3, time_zone: must be an IANA time zone"),
        (f"{HEAD}languages: [it, de]\n", "line 4, languages › 2.: must be one of it, en"),
        (f"{HEAD}languages: []\n", "line 4, languages: must have at least 1 entries"),
        (f"{HEAD}colour: red\n", "line 4, colour: must match"),
        (HEAD.replace("Shop", "{it: Bottega}"), "line 1, name › en: needs words in this language"),
        (HEAD.replace("Shop", "'  '"), "line 1, name: must have words, not a blank"),
        (
            f"{HEAD}points: {{expiry: {{kind: monthly}}}}\n",
            "line 4, points › expiry: its kind must",
        ),
        (
            f"{HEAD}points: {{expiry: {{kind: rolling, months: 0}}}}\n",
            "line 4, points › expiry › months: must be 1 or more",
        ),
        (
            f"{HEAD}points: {{pending_days: 1.5}}\n",
            "line 4, points › pending_days: must be a whole",
        ),
        (f"{HEAD}points: {{cost: 0}}\n", "line 4, points › cost: must be more than 0"),
        (f"{HEAD}points: {{cost: 0.00001}}\n", "points › cost: must have at most 4 decimals"),
        (
            f"{HEAD}points: {{pending_days: 28, expiry: {{kind: rolling, months: 1}}}}\n",
            "line 4, points › pending_days: must be 27 or less",
        ),
        (rule("points: 3"), "line 5, earning › base: needs exactly one of per_spend"),
        (rule("bonus: {points: 3}, per_order: {points: 1}"), "base: needs exactly one of"),
        (rule("action: cup"), "base: needs action and points together"),
        (rule("per_spend: {points: 1, every: 0}"), "per_spend › every: must be 1 or more"),
        (rule("per_spend: {points: 1, every: 1.005}"), "every: must be an amount with at most 2"),
        (rule("per_spend: {points: 1, every: one}"), "every: must be an amount like 1.00"),
        (rule("per_spend: {points: 0, every: 1}"), "per_spend › points: must be 1 or more"),
        (rule("per_spend: {points: 1, every: 1, round: off}"), "round: must be 'down', 'nearest'"),
        (rule("multiply: 0.5"), "base › multiply: must be 1 or more"),
        (rule("multiply: .nan"), "base › multiply: must be"),
        (rule("multiply: 2, only: {sku: [a]}"), "only, except and lines go with per_spend"),
        (rule("bonus: {points: 1}, combine: add"), "base: combine goes with multiply"),
        (rule("bonus: {points: 1}, only: {}"), "base › only: needs at least one of category"),
        (rule("bonus: {points: 1}, order: {}"), "base › order: needs min, max or both"),
        (
            rule("bonus: {points: 1}, order: {min: 2, max: 1}"),
            "order: needs a min that is not above",
        ),
        (rule("bonus: {points: 1}, when: {weekdays: [lun]}"), "weekdays › 1.: must be 'mon'"),
        (rule("bonus: {points: 1}, when: {between: [7, 9]}"), "between › 1.: must be a time in"),
        (rule('bonus: {points: 1}, when: {between: ["07:00"]}'), "between › 2.: is missing"),
        (
            rule("bonus: {points: 1}, when: {from: 2026-02-30}"),
            "base › when › from: must be a date",
        ),
        (
            rule("bonus: {points: 1}, when: {from: 2026-03-02, to: 2026-03-01}"),
            "base › when: must not end before it starts",
        ),
        (
            rule("bonus: {points: 1}, limit: {times: 0, per: day}"),
            "limit › times: must be 1 or more",
        ),
        (rule("bonus: {points: 1}, limit: {times: 1, per: year}"), "limit › per: must be 'day'"),
        (rule("action: cup, points: 1, order: {min: 1}"), "order and first_purchase go with"),
        (
            f"{HEAD}stamp_cards: [{{id: c, name: C, stamps: 5, per_visit: true, prize: none}}]\n",
            "line 4, stamp_cards › c › prize: must be the id of a reward",
        ),
        (
            f"{HEAD}rewards: [{{id: r, name: R, kind: product}}]\n",
            "line 4, rewards › r › points: needs a price",
        ),
        (tiers("{id: a, name: A, from: 0}"), "tiers › levels: must have at least 2 entries"),
        (tiers(LOW, "{id: b, name: B, from: 0}"), "tiers: needs levels that begin with from: 0"),
        (tiers("{id: a, name: A, from: 5}", HIGH), "tiers: needs levels that begin with from: 0"),
        (tiers(LOW, HIGH.replace("b,", "a,")), "levels › a › id: “a” is taken"),
        (tiers(LOW, HIGH.replace("9}", "9, prize: x}")), "levels › b › prize: must be the id of a"),
        (tiers(LOW, HIGH.replace("B,", "{it: B},")), "b › name › en: needs words in this language"),
        (tiers(LOW, HIGH.replace("9}", "9.5}")), "levels › b › from: must be a whole number"),
        (tiers(LOW, HIGH, more="over: lifetime, downgrade: {grace_days: 3}"), "tiers: is for life"),
        (tiers(LOW, HIGH, more="measure: balance, over: lifetime"), "tiers: measures the balance"),
        (
            f"{HEAD}rewards: [{{id: r, name: R, kind: product, points: 9, tiers: [gold]}}]\n",
            "rewards › r › tiers › 1.: must be the id of a tier: –",
        ),
        (rule("bonus: {points: 1}, when: {tiers: [gold]}"), "when › tiers › 1.: must be the id of"),
        (
            f"{HEAD}points: {{expiry: {{kind: calendar, last_days: [02-30]}}}}\n",
            "points › expiry › last_days › 1.: must be a month and a day like 12-31",
        ),
        (
            f"{HEAD}points: {{pending_days: 1, expiry: {{kind: calendar}}}}\n",
            "points › pending_days: must be 0 or less",
        ),
        (
            f"{HEAD}rewards: [{{id: R 1, name: R, kind: product, points: 1}}]\n",
            "rewards › R 1 › id: must match",
        ),
        (reward("automatic: true"), "rewards › r: automatic goes with points, and with neither"),
        (reward("automatic: true, points: 1, stock: 9"), "r: automatic goes with points"),
        (
            reward("automatic: true, points: 1, limit: {times: 1, per: day}"),
            "r: automatic goes with points",
        ),
        (gift("on: joining"), "gifts › occasions › g: needs a prize, points or both"),
        (gift("on: easter, points: 1"), "line 4, gifts › occasions › g › on: must be 'joining'"),
        (gift("on: joining, prize: none"), "g › prize: must be the id of a reward"),
        (
            gift("on: joining, points: 1}, {id: g, on: birthday, points: 1"),
            "line 4, gifts › occasions › g › id: “g” is taken",
        ),
        (gift("on: joining, points: 1, name: {it: Ciao}"), "g › name › en: needs words"),
        (
            f"{HEAD}gifts: {{by_hand: {{rewards: [none], monthly: 3}}}}\n",
            "line 4, gifts › by_hand › rewards › 1.: must be the id of a reward",
        ),
        (f"{HEAD}gifts: {{by_hand: {{rewards: [], monthly: 3}}}}\n", "must have at least 1"),
        (f"{HEAD}gifts: {{by_hand: {{rewards: [x]}}}}\n", "by_hand › monthly: is missing"),
        (challenge("count: visits, target: 0, points: 1"), "c › target: must be 1 or more"),
        (challenge("count: smiles, target: 1, points: 1"), "c › count: must be 'visits'"),
        (challenge("count: visits, points: 1"), "c › target: is missing"),
        (challenge("count: visits, target: 1"), "c: needs points, a prize or a badge"),
        (challenge("count: spend, target: 1.005, points: 1"), "target: must be a whole number"),
        (challenge("count: visits, target: 1, prize: x"), "c › prize: must be the id of a reward"),
        (
            challenge("count: visits, target: 1, badge: x"),
            "c › badge: must be the id of a badge: –",
        ),
        (
            challenge("count: actions, target: 1, action: x, points: 1"),
            "line 4, challenges › c › action: must be an action that an earning rule pays: –",
        ),
        (challenge("count: days, target: 2, points: 1, together: true"), "together goes with a"),
        (challenge("count: shops, target: 2, points: 1, together: true"), "together goes with a"),
        (challenge("count: visits, target: 1, points: 1, opt_in: false"), "c › opt_in: must be"),
        (challenge("count: visits, target: 1, points: 1, only: {sku: [a]}"), "only goes with a"),
        (challenge("count: visits, target: 1, points: 1, freezes: 1"), "freezes goes with a count"),
        (challenge("count: days, target: 1, points: 1, freezes: 0"), "freezes: must be 1 or more"),
        (challenge("count: days, target: 8, points: 1, per: week"), "c: can be 7 at most"),
        (
            challenge("count: days, target: 60, points: 1, when: {weekdays: [sat]}"),
            "c: can be 50 at most",
        ),
        (challenge("count: days, target: 2, points: 1, per: day"), "c: counts in a row"),
        (challenge("count: weeks, target: 2, points: 1, per: month"), "c: counts in a row"),
        (
            challenge(
                "count: visits, target: 1, points: 1, when: {from: 2026-03-02, to: 2026-03-01}"
            ),
            "c › when: must not end before it starts",
        ),
        (
            challenge("count: visits, target: 1, points: 1, when: {tiers: [gold]}"),
            "c › when › tiers › 1.: must be the id of a tier: –",
        ),
        (ONE_VISIT.replace("1}", "1, after: x}"), "c › after: must be the id of a challenge: c"),
        (ONE_VISIT.replace("1}", "1, after: c}"), "c › after: goes in a circle"),
        (
            ONE_VISIT.replace(
                "1}", "1, after: d}, {id: d, name: D, count: visits, target: 1, after: c}"
            ),
            "challenges › d › after: goes in a circle",
        ),
        (
            ONE_VISIT.replace(
                "1}", "1, after: d}, {id: d, name: D, count: visits, target: 1, per: day}"
            ),
            "c › after: must be a challenge that is won once",
        ),
        (ONE_VISIT.replace("1}", "1}, {id: c}"), "challenges › c › id: “c” is taken"),
        (
            f"{HEAD}holidays: [{{from: 2026-08-10, to: 2026-08-09}}]\n",
            "line 4, holidays › 1.: must not end before it starts",
        ),
        (f"{HEAD}holidays: [{{from: 2026-08-10}}]\n", "line 4, holidays › 1. › to: is missing"),
        (badge("visits: 0"), "badges › b › visits: must be 1 or more"),
        (badge("years: 0"), "badges › b › years: must be 1 or more"),
        (badge("visits: 1, purchases: 1"), "badges › b: is earned in one way"),
        (badge("secret: true"), "line 4, badges › b: is never earned: needs one of visits"),
        (badge("tier: gold"), "badges › b › tier: must be the id of a tier: –"),
        (badge("visits: 1, shape: heart"), "badges › b › shape: must be 'circle'"),
        (badge("visits: 1, icon: dragon"), "badges › b › icon: must be 'cake'"),
        (badge("visits: 1}, {id: b, name: B, visits: 2"), "badges › b › id: “b” is taken"),
        (f"{tiers(LOW, HIGH)}\nbadges: [{{id: x, name: X, tier: a}}]\n", "tier: must be the id of"),
    ],
)
def test_a_mistake_is_named_with_its_place(text: str, mistake: str) -> None:
    assert any(mistake in found for found in mistakes(text)), mistakes(text)


@pytest.mark.parametrize(
    "gifts",
    ["occasions: [{id: g, on: birthday, prize: r}]", "by_hand: {rewards: [r], monthly: 1}"],
)
def test_a_reward_that_is_given_needs_no_price(gifts: str) -> None:
    text = f"{HEAD}rewards: [{{id: r, name: R, kind: product}}]\ngifts: {{{gifts}}}\n"
    assert read_programme(text).reward("r")


def test_all_mistakes_are_told_at_once_in_the_order_of_the_document() -> None:
    text = (
        "name: {it: Bottega}\n"
        "currency: EURO\n"
        "time_zone: Europe/Rome\n"
        "earning:\n"
        "  - {id: base, per_spend: {points: 1, every: -1}}\n"
        "  - {id: base, multiply: 2}\n"
        "stamp_cards:\n"
        "  - {id: card, name: Card, stamps: 1, per_visit: true, prize: cake}\n"
    )
    found = mistakes(text)
    assert [line.partition(":")[0] for line in found] == [
        "line 1, name › en",
        "line 2, currency",
        "line 5, earning › base › per_spend › every",
        "line 6, earning › base › id",
        "line 8, stamp_cards › card › prize",
        "line 8, stamp_cards › card › stamps",
    ]


def test_yaml_means_what_it_says() -> None:
    """YAML 1.2: `no` is a word, 10:30 is not 630, and money is never a float."""
    programme = read_programme(
        f"{HEAD.replace('Shop', 'no')}earning:\n"
        '  - {id: base, multiply: 1.1, when: {between: ["10:30", "24:00"]}}\n'
        "  - {id: exact, per_spend: {points: 1, every: 0.29}}\n"
    )
    assert programme.name == {"*": "no"}
    assert programme.earning[0].multiply == Decimal("1.1")
    assert programme.earning[1].per_spend is not None
    assert programme.earning[1].per_spend.every == 29


@pytest.mark.parametrize(("currency", "every", "minor"), [("JPY", "100", 100), ("KWD", "0.005", 5)])
def test_amounts_follow_the_digits_of_their_currency(currency: str, every: str, minor: int) -> None:
    text = HEAD.replace("EUR", currency)
    programme = read_programme(
        f"{text}earning: [{{id: base, per_spend: {{points: 1, every: {every}}}}}]\n"
    )
    assert programme.earning[0].per_spend is not None
    assert programme.earning[0].per_spend.every == minor
