"""What is allowed, in the reader's language, for every kind of mistake in a document."""

from collections.abc import Mapping

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

ALLOWED = {
    "missing": _l("is missing"),
    "extra_forbidden": _l("is not a setting here; check its spelling or remove it"),
    "one_form": _l("needs exactly one of %(forms)s"),
    "money": _l("must be an amount like 1.00"),
    "money_digits": _l("must be an amount with at most %(digits)s decimals"),
    "time": _l('must be a time in quotes, like "07:30"'),
    "time_parsing": _l('must be a time in quotes, like "07:30"'),
    "date": _l("must be a date like 2026-12-31"),
    "date_from_datetime_parsing": _l("must be a date like 2026-12-31"),
    "date_from_datetime_inexact": _l("must be a date like 2026-12-31"),
    "date_parsing": _l("must be a date like 2026-12-31"),
    "blank_text": _l("must have words, not a blank"),
    "string_type": _l("must be text"),
    "string_too_long": _l("must have at most %(max_length)s characters"),
    "string_too_short": _l("must not be empty"),
    "string_pattern_mismatch": _l("must match %(pattern)s"),
    "int_type": _l("must be a whole number"),
    "int_parsing": _l("must be a whole number"),
    "int_from_float": _l("must be a whole number"),
    "decimal_type": _l("must be a number like 1.5"),
    "decimal_parsing": _l("must be a number like 1.5"),
    "decimal_max_places": _l("must have at most %(decimal_places)s decimals"),
    "decimal_max_digits": _l("must have at most %(max_digits)s digits"),
    "finite_number": _l("must be a number like 1.5"),
    "bool_type": _l("must be true or false"),
    "bool_parsing": _l("must be true or false"),
    "tuple_type": _l("must be a list"),
    "dict_type": _l("must be a group of settings"),
    "model_type": _l("must be a group of settings"),
    "greater_than_equal": _l("must be %(ge)s or more"),
    "less_than_equal": _l("must be %(le)s or less"),
    "too_short": _l("must have at least %(min_length)s entries"),
    "too_long_tuple": _l("has too many entries"),
    "literal_error": _l("must be %(expected)s"),
    "enum": _l("must be %(expected)s"),
    "union_tag_invalid": _l("its kind must be one of %(expected_tags)s"),
    "union_tag_not_found": _l("needs a kind"),
    "nothing_chosen": _l("needs at least one of category, sku, label, delivery"),
    "empty_range": _l("needs min, max or both"),
    "range_order": _l("needs a min that is not above its max"),
    "window_order": _l("must not end before it starts"),
    "empty_hours": _l("needs two different times"),
    "action_points": _l("needs action and points together; points stand beside action alone"),
    "cannot_narrow": _l("only, except and lines go with per_spend, per_item or bonus"),
    "combine_alone": _l("combine goes with multiply"),
    "no_order": _l("order and first_purchase go with purchases, not with actions or visits"),
    "currency": _l("must be an ISO 4217 code such as EUR"),
    "time_zone": _l("must be an IANA time zone such as Europe/Rome"),
    "country": _l("must be an ISO 3166 code such as IT"),
    "language": _l("must be one of %(codes)s"),
    "repeated_id": _l("“%(id)s” is taken; every entry needs its own id"),
    "unknown_prize": _l("must be the id of a reward: %(known)s"),
    "unknown_tier": _l("must be the id of a tier: %(known)s"),
    "levels_order": _l("needs levels that begin with from: 0 and rise from one to the next"),
    "lowest_prize": _l("has a prize on its lowest level, which nobody reaches: all begin there"),
    "balance_over": _l("measures the balance, which has no time: remove over"),
    "never_falls": _l("is for life, so nothing is lost: remove downgrade, or set it to none"),
    "month_day": _l("must be a month and a day like 12-31"),
    "no_way_to_get": _l("needs a price: it is not the prize of anything"),
    "missing_language": _l("needs words in this language too"),
    "frozen_terms": _l("runs already; give the changed card a new id and remove the old one"),
    "never_live": _l("must be %(most)s or less, or the points expire before they can be spent"),
    "frozen_currency": _l("cannot change: what was bought so far was counted in it"),
    "syntax": _l("is not valid YAML: %(problem)s"),
    "not_a_document": _l("must be a document with settings such as name and currency"),
    "too_long": _l("is too long"),
    "not_utf8": _l("must be a text file saved as UTF-8"),
}


def words_of(kind: str, facts: Mapping[str, object]) -> str:
    """The sentence for a kind of mistake; an unforeseen kind falls back to the checker's own."""
    words = ALLOWED.get(kind)
    if words is None:
        return gettext("is not allowed: %(why)s", why=facts.get("msg", kind))
    return str(words) % facts
