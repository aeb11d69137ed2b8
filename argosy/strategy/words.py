"""What the codes of an answer are called, for terminals, pages and papers alike.

The texts are in `data/words.yaml`, `data/questions.yaml` and `data/policies.yaml`; they are
translated when they are asked for, into the language that is active then.
"""

from collections.abc import Mapping, Sequence
from functools import cache, reduce
from pathlib import Path
from typing import Final

import yaml
from babel import numbers
from django.utils.translation import get_language, gettext

from argosy.kernel.languages import SOURCE, babel_locale
from argosy.strategy.contradictions import Contradiction
from argosy.strategy.platforms import platforms
from argosy.strategy.policies import policies
from argosy.strategy.types import (
    Advice,
    Gate,
    Learnable,
    OptionRef,
    Outcome,
    Ranked,
    RuleSaid,
    Step,
)

LISTED: Final = Path(__file__).parent / "data" / "words.yaml"
Values = Mapping[str, float | str]
NOT_YET: Final = "not_yet"
# How the figures of a sentence are written, by their names.
_UNITS: Final = {
    **dict.fromkeys(("steady", "cash", "price", "cost", "freight", "loss", "sales"), "usd"),
    **dict.fromkeys(("lowest", "budget"), "usd"),
    **dict.fromkeys(("share", "margin", "platform"), "share"),
}
_LIMITS: Final = {"own_store_after": "usd", "own_store_outlay": "usd", "one_main_mode": "share"}
# Which question's answers the end of an assumption's name is one of.
_ABOUT: Final = {
    "competition_demand": "market.competition",
    "competition_ads": "market.competition",
    "season": "product.season",
    "return_rate": "product.category",
}
_WITH_THE: Final = frozenset({"US", "GB", "NL", "AE", "PH"})
_SMALL_USD: Final = 100  # below it cents count
_SMALL_SHARE: Final = 0.1
_NEARLY_NEVER: Final = 0.001
_WHOLE: Final = 0.005  # nearer to all of it than this, one place more is said


def say_option(option: OptionRef | str) -> str:
    """An option, or the key of one: “Amazon in the United States”."""
    form, _, rest = (option if isinstance(option, str) else option.key).partition("@")
    market, _, breadth = rest.partition("/")
    if not market:
        return _said("forms", form or NOT_YET)
    return _said("option", breadth or "narrow", form=_said("forms", form), market=_place(market))


def say_form(option: OptionRef) -> str:
    """An option without its market, where that is said elsewhere."""
    form = _said("forms", option.form)
    return _said("option", f"{option.breadth or 'narrow'}_form", form=form)


def say_country(code: str) -> str:
    """A country by its two letters."""
    return str(babel_locale(_language()).territories.get(code, code))


def _place(code: str) -> str:
    """A country inside a sentence: English says “the Netherlands”."""
    name = say_country(code)
    return f"the {name}" if code in _WITH_THE and _language() == SOURCE else name


def say_value(value: float, unit: str) -> str:
    """A figure with its unit: $1,200, 18%, 9 weeks."""
    if unit in {"usd", "usd_month"}:
        text = _dollars(value)
    elif unit in {"share", "per_year"}:
        text = _percent(value)
    else:
        text = _plain(value)
    return _said("units", unit, value=text) if unit in _words()["units"] else text


def say_verdict(advice: Advice) -> list[str]:
    """The recommendation in two sentences."""
    says = {
        "go": _go,
        "not_separable": _not_separable,
        "not_yet": _not_yet,
        "insufficient": _insufficient,
    }
    return says[advice.verdict.kind](advice)


def say_reason(code: str) -> str:
    """Why the first option is first: `better:profit`, `worse:effort`, `gate:ruin`."""
    kind, _, name = code.partition(":")
    if kind == "gate":
        return say_gate_name(name)
    return _said("reasons", kind, criterion=say_criterion(name) if name else "")


def say_gate(gate: Gate) -> str:
    """What a gate found, and who overruled it."""
    found = _gate(gate.code, gate.values, gate.measured, gate.limit, gate.unit)
    if gate.overruled == "own_data":
        figures = _figures(gate.values)
        more = _said("overruled", "own_data" if figures else "own_data_bare", figures=figures)
        return f"{found} {more}"
    if gate.overruled == "seller":
        return f"{found} {_said('overruled', 'seller', reason=gate.overruled_reason)}"
    return found


def say_gate_name(code: str) -> str:
    """A gate or a rule of thumb by name."""
    known = policies()
    return gettext(known[code].title) if code in known else _said("gate_names", code)


def gate_codes() -> list[str]:
    """Every gate that there is, by its code: ours, then those of rules of thumb."""
    return [*_words()["gate_names"], *policies()]


def say_rule(rule: RuleSaid) -> str:
    """What a rule of thumb has to do with the answer."""
    title = say_gate_name(rule.policy)
    return _said("stances", rule.stance, title=title, figures=_figures(rule.values))


def say_input(key: str) -> str:
    """A question or an assumption in a few words: “Share of advertising, own store”."""
    known = _words()["inputs"]
    if key in known:
        return _said("inputs", key)
    if key.startswith("stage.trials."):
        mode, _, name = key.removeprefix("stage.trials.").partition(".")
        return _said("input", "of", what=_said("inputs", name), of=_said("modes", mode))
    stem, _, rest = key.partition(".")
    parts = [_of(part, stem) for part in rest.split(".") if part]
    what = _said("inputs", stem)
    return _said("input", "of", what=what, of=" · ".join(parts)) if parts else what


def say_test(one: Learnable) -> str:
    """The cheapest way to find something out, with its size, cost and days."""
    test = _said("tests", one.test, size=_plain(one.size))
    return _said("test", "cost", test=test, cost=_dollars(one.cost), days=_plain(one.days))


def say_worth(one: Learnable) -> str:
    """What knowing something is worth at most."""
    return _said("test", "worth", worth=_dollars(one.worth))


def say_step(step: Step) -> str:
    """One step of the path, with its sign."""
    option = say_option(step.option)
    kind, _, code = step.trigger.partition(":")
    if kind == "gate":
        measured, limit = step.values.get("measured"), step.values.get("limit")
        gate = _gate(code, step.values, measured, limit, _gate_unit(code))
        text = "next_gate" if step.when == "next" else "not_now_gate"
        return _said("steps", text, option=option, gate=gate)
    text = kind if kind in _words()["steps"] else step.when
    return _said("steps", text, option=option)


def say_warning(code: str) -> str:
    """What is to be kept in mind about the whole answer."""
    return _said("warnings", code)


def say_contradiction(one: Contradiction) -> str:
    """Two answers that do not go together."""
    return _said(
        "contradictions",
        one.code,
        input=say_input(one.keys[0]),
        **{name: _named(name, value, "") for name, value in one.values.items()},
    )


def say_criterion(name: str) -> str:
    """A goal in a word or two."""
    return _said("criteria", name)


def say_mode(name: str) -> str:
    """A way of selling in a word or two."""
    return _said("modes", name)


def say_layer(key: str) -> str:
    """One step from what buyers pay to what is left of it."""
    return _said("layers", key)


def say_origin(origin: str) -> str:
    """Whose number it is."""
    return _said("origins", origin)


def say_trait(trait: str) -> str:
    """Why a platform suits a product, or does not."""
    return _said("traits", trait)


def _go(advice: Advice) -> list[str]:
    outcome, ranked = _outcome(advice), advice.ranking
    first = _said(
        "verdicts",
        "go",
        option=say_option(advice.verdict.option),
        profit=_dollars(outcome.profit.mean),
        need=_dollars(outcome.need95),
    )
    ruin, gain = _percent(outcome.ruin), _percent(outcome.gain_chance)
    if len(ranked) < 2:  # noqa: PLR2004 - a first without a second
        return [first, _said("verdicts", "go_alone", ruin=ruin, gain=gain)]
    return [first, _said("verdicts", "go_lead", ruin=ruin, **_first_two(ranked))]


def _not_separable(advice: Advice) -> list[str]:
    verdict = advice.verdict
    option = say_option(verdict.option)
    if verdict.rival == NOT_YET or len(advice.ranking) < 2:  # noqa: PLR2004 - no second
        gain = _percent(_outcome(advice).gain_chance)
        text = "unsure" if advice.ranking else "undecided"
        first = _said("verdicts", text, option=option, gain=gain)
    else:
        first = _said("verdicts", "unclear", option=option, **_first_two(advice.ranking))
    if not advice.learn:
        return [first, _said("verdicts", "learn_nothing")]
    one = advice.learn[0]
    return [first, _said("verdicts", "learn", input=say_input(one.key), test=say_test(one))]


def _not_yet(advice: Advice) -> list[str]:
    rival = advice.verdict.rival
    first = _said("verdicts", "not_yet")
    closed = [gate for gate in advice.gates if gate.option == rival and gate.closed]
    if not closed:
        return [first, _said("verdicts", "not_yet_change")]
    gate = say_gate(closed[0])
    return [first, _said("verdicts", "not_yet_nearest", rival=say_option(rival), gate=gate)]


def _insufficient(advice: Advice) -> list[str]:
    missing = _listed([say_input(key) for key in advice.verdict.missing])
    return [
        _said("verdicts", "insufficient", missing=missing),
        _said("verdicts", "insufficient_do"),
    ]


def _outcome(advice: Advice) -> Outcome:
    return next(one for one in advice.outcomes if one.option.key == advice.verdict.option)


def _first_two(ranked: tuple[Ranked, ...]) -> dict[str, str]:
    first, second = ranked[:2]
    return {
        "first": _percent(first.first),
        "second": _percent(second.first),
        "rival": say_option(second.option),
    }


def _gate(code: str, values: Values, measured: object, limit: object, unit: str) -> str:
    facts = {name: _named(name, value, code) for name, value in values.items()}
    if isinstance(measured, int | float):
        facts["measured"] = say_value(measured, unit)
    if isinstance(limit, int | float) and code not in _LIMITS:
        facts["limit"] = say_value(limit, unit)
    return _said("gates", code, **facts)


def _gate_unit(code: str) -> str:
    """The unit of what a gate measures, where only its figures are at hand."""
    units = {"ruin": "share", "no_gain": "share", "cash": "usd", "loss": "usd_month"}
    known = policies()
    return units.get(code) or (known[code].unit if code in known else "")


def _figures(values: Values) -> str:
    known = _words()["figures"]
    found = [
        _said("figures", name, value=_named(name, value, ""))
        for name, value in values.items()
        if name in known
    ]
    return _listed(found)


def _named(name: str, value: float | str, code: str) -> str:
    """A fact of a sentence as the reader's language writes it, by the fact's name."""
    words = {"influence": "influences", "mode": "modes", "goal": "criteria"}
    if isinstance(value, str):
        if name == "market":
            return _place(value)
        return _said(words[name], value) if name in words else value
    unit = _LIMITS.get(code, "") if name == "limit" else _UNITS.get(name, "")
    return say_value(value, unit)


def _of(part: str, stem: str) -> str:
    """The last part of an assumption's key: a form, a way of selling, a country, a trait."""
    groups = ("fits", "modes") if stem.startswith("fit_") else ("forms", "modes", "traits")
    for group in groups:
        if part in _words()[group]:
            return _said(group, part)
    if part in _words()["inputs"]:
        return _said("inputs", part)
    if part.isupper():
        return say_country(part)
    if part in platforms():
        return platforms()[part].name
    return _choice(part, _ABOUT.get(stem, ""))


def _choice(part: str, key: str) -> str:
    """An answer among choices, such as a category or a season, by its label."""
    from argosy.strategy.questions import questions  # noqa: PLC0415 - few keys come this far

    for question in questions():
        if question.kind == "choice" and key in ("", question.key):
            for choice in question.choices:
                if choice.value == part:
                    return gettext(choice.label).partition(":")[0].partition("：")[0]
    return part.replace("_", " ")


def _listed(words: Sequence[str]) -> str:
    """One after the other, as the language divides them."""
    return reduce(lambda one, other: _said("joins", "comma", one=one, other=other), words or [""])


def _said(group: str, code: str, **facts: str) -> str:
    """A text of the list with its facts; a code that has none yet stands for itself."""
    text = _words().get(group, {}).get(code)
    if text is None:
        return code.replace("_", " ").replace(".", " ")
    return gettext(text).format_map(_Facts(facts))


class _Facts(dict[str, str]):
    """Facts of a sentence; one that is missing shows as such instead of losing the sentence."""

    def __missing__(self, key: str) -> str:
        return "–"


def _language() -> str:
    return get_language() or SOURCE


def _dollars(value: float) -> str:
    pattern = "¤#,##0.00" if abs(value) < _SMALL_USD and value != int(value) else "¤#,##0"
    return numbers.format_currency(
        value, "USD", pattern, locale=babel_locale(_language()), currency_digits=False
    )


def _percent(value: float) -> str:
    """A share in per cent; what is nearly never or nearly always is not said to be quite so."""
    if 0 < value < _NEARLY_NEVER:
        return f"<{_percent(_NEARLY_NEVER)}"
    if 1 - _NEARLY_NEVER < value < 1:
        return f">{_percent(1 - _NEARLY_NEVER)}"
    near_whole = 1 - _WHOLE < abs(value) < 1
    is_round = not near_whole and (abs(value) >= _SMALL_SHARE or value == round(value, 2))
    return numbers.format_percent(
        value, "#,##0%" if is_round else "#,##0.0%", locale=babel_locale(_language())
    )


def _plain(value: float) -> str:
    pattern = "#,##0" if abs(value) >= 100 else "#,##0.##"  # noqa: PLR2004 - three digits are enough
    return numbers.format_decimal(value, pattern, locale=babel_locale(_language()))


@cache
def _words() -> dict[str, dict[str, str]]:
    stated: dict[str, dict[str, dict[str, str]]] = yaml.safe_load(
        LISTED.read_text(encoding="utf-8")
    )
    return {
        group: {str(code): one["text"] for code, one in rows.items()}
        for group, rows in stated.items()
    }
