"""An answer as its page shows it: what to do, how sure, why, and what would change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from argosy.console import fitbasis, fitcharts, fitmissing, fitwords
from argosy.console.charts import Chart
from argosy.strategy import queries as strategy
from argosy.strategy.types import Advice, Outcome, Step

PANELS: Final = 6
NOT_YET: Final = "not_yet"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the head: what it is, how much, and the part of the page that it opens."""

    name: str
    value: str
    beside: str
    href: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, and how much of the weight is behind it."""

    words: str
    is_for: bool
    weight: str  # central weight of its criterion, "" where it has none


@dataclass(frozen=True, slots=True)
class Panel:
    """One fan of cash."""

    key: str
    chart: Chart
    is_chosen: bool
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Place:
    """One option of the ranking, with its doubt."""

    key: str
    name: str
    short: str  # without the market, where all are in one
    first: str
    beats_next: str
    confidence: str
    weights: Sequence[tuple[str, str, str]]  # criterion, width of its bar, share


@dataclass(frozen=True, slots=True)
class Line:
    """One option in the table of all of them."""

    key: str
    name: str
    outcome: Outcome
    figures: Sequence[tuple[str, str]]  # text, tone
    closed: Sequence[str]
    is_chosen: bool


def context_of(advice: Advice, *, language: str) -> dict[str, Any]:
    """Everything on the page of an answer that comes of the answer alone."""
    said: dict[str, Any] = {
        "advice": advice,
        "kind": fitwords.KINDS[advice.verdict.kind],
        "tone": fitwords.TONES[advice.verdict.kind],
        "sentences": strategy.say_verdict(advice),
        "sure": fitwords.how_sure(advice),
        "warnings": [strategy.say_warning(code) for code in strategy.warnings_told(advice=advice)],
        "doubts": [
            (one.keys[0], strategy.say_contradiction(one))
            for one in strategy.contradictions(profile=advice.profile)
        ],
    }
    basis = fitbasis.context_of(advice)
    if advice.verdict.kind == "insufficient":
        return said | basis | fitmissing.context_of(advice)
    return said | _simulated(advice, language) | basis


def _simulated(advice: Advice, language: str) -> dict[str, Any]:
    """What the simulation found, as figures and charts."""
    outcomes = {one.option.key: one for one in advice.outcomes}
    chosen = outcomes.get(advice.verdict.option)
    fans, units = _panels(advice, outcomes), {one.key: one for one in advice.assumptions}
    opened = _laid_open(advice, outcomes)
    return {
        "figures": _figures(advice, chosen, outcomes),
        "reasons": _reasons(advice),
        "steps": _steps(advice.path),
        "fans": fans,
        "fans_title": _fans_title(advice, [outcomes[one.key] for one in fans]),
        "places": _places(advice),
        "ranks": _ranks_chart(advice, language),
        "tornado": _tornado(advice, chosen, language),
        "break_evens": [
            (
                one.key,
                fitwords.break_even(
                    one, chosen=advice.verdict.option, unit=fitbasis.unit_of(units, one.key)
                ),
            )
            for one in advice.break_evens
        ],
        "layers": fitcharts.layers(opened, language=language) if opened.layers else None,
        "layers_of": fitwords.option(opened.option),
        "layer_inputs": fitbasis.layer_inputs(advice, opened),
        "lines": _lines(advice),
    }


def _figures(
    advice: Advice, chosen: Outcome | None, outcomes: Mapping[str, Outcome]
) -> list[Figure]:
    """The figures that the sentences stand on: how sure, then money of the first or nearest way."""
    if chosen is not None and chosen.option.form != NOT_YET:
        return [*_doubt(advice), *_purse(advice, chosen, of="")]
    nearest = outcomes.get(advice.verdict.rival)
    if nearest is None:
        return _doubt(advice)
    of = _("of {option}").format(option=fitwords.option(nearest.option))
    return [*_doubt(advice), *_purse(advice, nearest, of=of)]


def _doubt(advice: Advice) -> list[Figure]:
    if not advice.ranking:
        return []
    first, confidence = advice.ranking[0], advice.verdict.confidence
    beside = _("nothing else passes the gates")
    if len(advice.ranking) > 1:
        second = advice.ranking[1]
        beside = _("then {option}: {share}").format(
            option=fitwords.option(second.option), share=fitwords.percent(second.first)
        )
    found = [Figure(_("Comes first in"), fitwords.percent(first.first), beside, "#ranking")]
    if confidence is not None:
        beside = _("how often it wins where it is weighed best; below 50 % nothing is certain")
        found.append(Figure(_("Confidence"), fitwords.percent(confidence), beside, "#ranking"))
    return found


def _purse(advice: Advice, shown: Outcome, *, of: str) -> list[Figure]:
    mine = {one.code: one for one in advice.gates if one.option == shown.option.key}
    bad = {code: "danger" if gate.closed else "" for code, gate in mine.items()}
    purse = mine["cash"].limit if "cash" in mine else None
    return [
        Figure(
            _("Profit in two years"),
            fitwords.money(shown.profit.p50),
            of or fitwords.spread(shown.profit),
            "#money",
            "loss" if shown.profit.p50 < 0 else "",
        ),
        Figure(
            _("Runs out of money"),
            fitwords.percent(shown.ruin),
            _("at any moment of two years, ± {error}").format(
                error=fitwords.percent(2 * shown.ruin_error)
            ),
            "#cash",
            bad.get("ruin", ""),
        ),
        Figure(
            _("Cash needed"),
            fitwords.money(shown.need95),
            "" if purse is None else _("{money} is there").format(money=fitwords.money(purse)),
            "#cash",
            bad.get("cash", ""),
        ),
        Figure(
            _("Money back after"),
            fitwords.months(shown.payback.p50) if shown.payback else _("not within two years"),
            _("in {share} of cases within two years").format(
                share=fitwords.percent(shown.payback_share)
            ),
            "#options",
        ),
    ]


def _reasons(advice: Advice) -> list[Reason]:
    central = (advice.ranking[0].central or {}) if advice.ranking else {}
    return [
        Reason(
            strategy.say_reason(code),
            not code.startswith(("worse:", "gate:", "gain_unsure", "hours_unpaid")),
            next(
                (fitwords.percent(central[name]) for name in central if code.endswith(f":{name}")),
                "",
            ),
        )
        for code in advice.verdict.why
    ]


def _steps(path: Sequence[Step]) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """The path by its three times; each step with its sentence and the part of the page behind."""
    found: dict[str, list[tuple[str, str, str]]] = {"now": [], "next": [], "not_now": []}
    for step in path:
        said = strategy.say_step(step)
        # Its column says when already.
        for lead in (": ", "："):
            if lead in said:
                said = said.split(lead, 1)[1]
                break
        href = "#risk" if step.option == NOT_YET else f"#option-{step.option}"
        found[step.when].append((step.option, said[:1].upper() + said[1:], href))
    return [(when, str(fitwords.WHEN[when]), steps) for when, steps in found.items() if steps]


def _panels(advice: Advice, outcomes: Mapping[str, Outcome]) -> list[Panel]:
    """The options worth seeing side by side: those ranked, then those of the path."""
    keys = [one.option for one in advice.ranking[: PANELS - 1]]
    keys += [step.option for step in advice.path] + [advice.verdict.rival]
    wanted = [key for key in dict.fromkeys(keys) if key in outcomes and key != NOT_YET][:PANELS]
    scale = fitcharts.reach([outcomes[key].cash for key in wanted])
    closed = {gate.option for gate in advice.gates if gate.closed}
    refs = [outcomes[key].option for key in wanted]
    return [
        Panel(
            key=key,
            chart=fitcharts.fan(
                outcomes[key],
                title=fitwords.short_option(outcomes[key].option, refs),
                scale=scale,
                language=fitwords.language(),
            ),
            is_chosen=key == advice.verdict.option,
            is_closed=key in closed,
        )
        for key in wanted
    ]


def _fans_title(advice: Advice, shown: Sequence[Outcome]) -> str:
    """The finding of the fans together."""
    worst = fitcharts.worst_of(shown)
    if worst is None:
        return _("Of these ways, none runs out of money in more than one case of a hundred")
    if advice.verdict.option == NOT_YET:
        best = min(shown, key=lambda one: one.ruin)
        return _("Even {option} runs out of money in {share} of cases").format(
            option=fitwords.option(best.option), share=fitwords.percent(best.ruin)
        )
    said = {"option": fitwords.option(worst.option), "share": fitwords.percent(worst.ruin)}
    chosen = next((one for one in shown if one.option.key == advice.verdict.option), None)
    if chosen is None or chosen is worst:
        return _("{option} runs out of money in {share} of cases").format(**said)
    return _("{option} runs out of money in {share} of cases, {chosen} in {chosen_share}").format(
        **said, chosen=fitwords.option(chosen.option), chosen_share=fitwords.percent(chosen.ruin)
    )


def _places(advice: Advice) -> list[Place]:
    names = _short_names(advice)
    return [
        Place(
            key=one.option,
            name=fitwords.option(one.option),
            short=names[one.option],
            first=fitwords.percent(one.first),
            beats_next=fitwords.percent(one.beats_second) if one.beats_second is not None else "–",
            confidence=fitwords.percent(one.confidence) if one.confidence is not None else "–",
            weights=[
                (strategy.say_criterion(name), f"{weight * 100:.1f}", fitwords.percent(weight))
                for name, weight in (one.central or {}).items()
            ],
        )
        for one in advice.ranking
    ]


def _short_names(advice: Advice) -> dict[str, str]:
    """The ranked options by key, named without their market where all are in one."""
    refs = {one.option.key: one.option for one in advice.outcomes}
    among = [refs[one.option] for one in advice.ranking]
    return {one.key: fitwords.short_option(one, among) for one in among}


def _ranks_chart(advice: Advice, language: str) -> Chart | None:
    ranked = advice.ranking
    if not ranked:
        return None
    first = ranked[0]
    said = {"option": fitwords.option(first.option), "share": fitwords.percent(first.first)}
    if len(ranked) > 1:
        title = _("{option} is first in {share} of weightings, {second} in {second_share}").format(
            **said,
            second=fitwords.option(ranked[1].option),
            second_share=fitwords.percent(ranked[1].first),
        )
    else:
        title = _("{option} is the only way that passes every gate").format(**said)
    note = _("all weightings that agree with your order of goals; darkest: first place")
    return fitcharts.ranks(ranked, _short_names(advice), title=title, note=note, language=language)


def _tornado(advice: Advice, chosen: Outcome | None, language: str) -> Chart | None:
    if not advice.swings or chosen is None:
        return None
    most = advice.swings[0]
    title = _("“{input}” alone moves the profit by {money}").format(
        input=strategy.say_input(most.key), money=fitwords.money(abs(most.at_high - most.at_low))
    )
    assumed = {one.key: one for one in advice.assumptions}
    return fitcharts.tornado(
        advice.swings, assumed, middle=chosen.profit.mean, title=title, language=language
    )


def _laid_open(advice: Advice, outcomes: Mapping[str, Outcome]) -> Outcome:
    """The option whose money is shown step by step: the chosen one, else the nearest."""
    chosen = outcomes.get(advice.verdict.option)
    if chosen is not None and chosen.layers:
        return chosen
    return outcomes.get(advice.verdict.rival) or advice.outcomes[0]


def _lines(advice: Advice) -> list[Line]:
    """Every option: the ranked first, then the rest by profit."""
    order = {one.option: nth for nth, one in enumerate(advice.ranking)}
    closed: dict[str, list[str]] = {}
    for gate in advice.gates:
        if gate.closed:
            closed.setdefault(gate.option, []).append(strategy.say_gate_name(gate.code))
    rows = sorted(
        (one for one in advice.outcomes if one.option.form != NOT_YET),
        key=lambda one: (
            order.get(one.option.key, len(order)),
            one.option.key in closed,
            -one.profit.mean,
        ),
    )
    return [
        Line(
            key=one.option.key,
            name=fitwords.option(one.option),
            outcome=one,
            figures=_cells(one),
            closed=closed.get(one.option.key, []),
            is_chosen=one.option.key == advice.verdict.option,
        )
        for one in rows
    ]


def _cells(one: Outcome) -> list[tuple[str, str]]:
    loss = "loss" if one.profit.p50 < 0 else ""
    per_cash = fitwords.percent(one.profit_per_cash) if one.profit_per_cash is not None else "–"
    per_hour = fitwords.money(one.profit_per_hour) if one.profit_per_hour is not None else "–"
    runway = fitwords.months(one.runway_halved) if one.runway_halved is not None else "–"
    return [
        (fitwords.money(one.profit.p50), loss),
        (fitwords.spread(one.profit), ""),
        (fitwords.money(one.tail10), "loss" if one.tail10 < 0 else ""),
        (fitwords.percent(one.gain_chance), ""),
        (fitwords.percent(one.ruin), ""),
        (fitwords.money(one.need95), ""),
        (fitwords.money(one.launch), ""),
        (fitwords.months(one.payback.p50) if one.payback else "–", ""),
        (fitwords.money(one.run_rate), ""),
        (strategy.say_value(round(one.hours_week), "hours_week"), ""),
        (per_cash, ""),
        (per_hour, ""),
        (runway, ""),
    ]


def line_heads() -> list[str]:
    """The heads of the table of all options, after its name and its gates."""
    return [
        _("Profit, median"),
        _("5 to 95 %"),
        _("Worst tenth, mean"),
        _("Gains"),
        _("Runs out of money"),
        _("Cash needed"),
        _("To start"),
        _("Money back after"),
        _("Sales a month, second year"),
        _("Work"),
        _("Profit per cash tied up"),
        _("Profit per hour"),
        _("Cash lasts if the platform halves"),
    ]
