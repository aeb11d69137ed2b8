"""An answer of the adviser as plain text: what to do, how sure it is, what is closed and why."""

import sys
from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from argosy.cli.words import _, language
from argosy.kernel import formats
from argosy.strategy import queries
from argosy.strategy.types import Advice, Gate, Outcome, Ranked

PIPE_WIDTH = 100
CLOSED_SHOWN = 12
LEARN_SHOWN = 3
WAYS_SHOWN = 12


def show(advice: Advice, doubts: list[str]) -> None:
    """Print an answer; a pipe gets the same without colours."""
    # A pipe has no width of its own.
    console = Console(highlight=False, width=None if sys.stdout.isatty() else PIPE_WIDTH)
    profile = advice.profile
    console.print(f"[bold]{_plain(_(profile.name))}[/bold]  {formats.day(advice.on, language())}")
    console.print()
    for sentence in queries.say_verdict(advice):
        console.print(_plain(sentence), style="bold")
    if advice.verdict.kind == "insufficient":
        _told(console, advice)
    else:
        _figures(console, advice)
    _list(console, _("Rules that you changed"), list(_changed(advice)))
    _list(console, _("Answers that do not go together"), doubts)
    _list(console, _("To keep in mind"), _warnings(advice))
    console.print()
    said = _("{paths} futures, seed {seed}; benchmarks and rules of {day}, digest {digest}.")
    day = formats.day(advice.data_as_of, language())
    console.print(
        said.format(paths=advice.paths, seed=advice.seed, day=day, digest=advice.data_digest[:12])
    )


def _figures(console: Console, advice: Advice) -> None:
    if advice.ranking:
        console.print()
        console.print(_ranking(advice))
        _list(console, _("Why it is first"), [queries.say_reason(one) for one in _reasons(advice)])
    _list(console, _("The way"), [queries.say_step(one) for one in advice.path])
    _list(console, _("Find out first"), list(_learnables(advice)))
    _list(console, _("Rules of thumb"), list(_rules(advice)))
    _list(console, _("Too risky for this purse, or not possible"), list(_closed(advice)))


def _told(console: Console, advice: Advice) -> None:
    """What is missing and why it is asked; then what can be told without it."""
    _list(console, _("Missing"), list(_missing(advice)))
    console.print()
    console.print(
        _plain(_("Benchmarks stand in for what is missing: no recommendation")), style="bold"
    )
    console.print(_("By profit, as far as it can be told without the purse; no gate of money."))
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(_("Way of selling"), overflow="fold")
    for name in (
        *(_("Profit, median"), _("5 to 95 %"), _("Sales a month"), _("Gains"), _("Cash needed")),
    ):
        table.add_column(name, justify="right", no_wrap=True)
    for way in queries.ways_told(advice=advice)[:WAYS_SHOWN]:
        table.add_row(*_way(way))
    console.print(table)


def _way(way: queries.Way) -> tuple[str, ...]:
    one = way.outcome
    name = queries.say_option(one.option)
    if way.closed:
        closed = ", ".join(map(queries.say_gate_name, way.closed))
        name = _("{option} (closed: {gates})").format(option=name, gates=closed)
    low, high = (queries.say_value(round(end), "usd") for end in (one.profit.p05, one.profit.p95))
    return (
        _plain(name),
        queries.say_value(round(one.profit.p50), "usd"),
        _("{low} to {high}").format(low=low, high=high),
        queries.say_value(round(one.run_rate), "usd"),
        queries.say_value(one.gain_chance, "share"),
        queries.say_value(round(one.need95), "usd"),
    )


def _missing(advice: Advice) -> Iterator[str]:
    for key in advice.verdict.missing:
        question = queries.question(key=key)
        yield f"{_(question.text)} {_(question.why)}"


def _warnings(advice: Advice) -> list[str]:
    return [queries.say_warning(one) for one in queries.warnings_told(advice=advice)]


def _ranking(advice: Advice) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(_("Way of selling"))
    for name in (
        *(_("First"), _("Beats next"), _("Profit"), _("One in ten below")),
        *(_("Gains"), _("Cash needed"), _("Runs out")),
    ):
        table.add_column(name, justify="right", no_wrap=True)
    outcomes = {one.option.key: one for one in advice.outcomes}
    markets = {outcomes[one.option].option.market for one in advice.ranking}
    for one in advice.ranking:
        option = outcomes[one.option].option
        name = queries.say_form(option) if len(markets) == 1 else queries.say_option(option)
        table.add_row(*_row(_plain(name), one, outcomes[one.option]))
    return table


def _row(name: str, ranked: Ranked, outcome: Outcome) -> tuple[str, ...]:
    beats = ranked.beats_second
    return (
        name,
        queries.say_value(ranked.first, "share"),
        "" if beats is None else queries.say_value(beats, "share"),
        queries.say_value(outcome.profit.mean, "usd"),
        queries.say_value(outcome.profit.p10, "usd"),
        queries.say_value(outcome.gain_chance, "share"),
        queries.say_value(outcome.need95, "usd"),
        queries.say_value(outcome.ruin, "share"),
    )


def _reasons(advice: Advice) -> list[str]:
    return [one for one in advice.verdict.why if not one.startswith("gate:")]


def _learnables(advice: Advice) -> Iterator[str]:
    for one in advice.learn[:LEARN_SHOWN]:
        yield f"{queries.say_input(one.key)}. {queries.say_test(one)} {queries.say_worth(one)}"


def _rules(advice: Advice) -> Iterator[str]:
    """What rules of thumb say of the option that is answered."""
    for one in advice.rules:
        if advice.verdict.option in one.options:
            yield queries.say_rule(one)


def _changed(advice: Advice) -> Iterator[str]:
    from argosy.console.fitrules import changed  # noqa: PLC0415 - few sellers change one

    for title, words in changed(advice):
        yield _("{rule}: {words}").format(rule=title, words=words)


def _closed(advice: Advice) -> Iterator[str]:
    """Each closed way with its first reason; those that came through by an override as well."""
    gates: dict[str, list[Gate]] = {}
    for gate in advice.gates:
        if gate.closed:
            gates.setdefault(gate.option, []).append(gate)
    for option, closed in list(gates.items())[:CLOSED_SHOWN]:
        more = _(" (and {count} more)").format(count=len(closed) - 1) if len(closed) > 1 else ""
        yield _closed_by(option, queries.say_gate(closed[0])) + more
    if len(gates) > CLOSED_SHOWN:
        yield _("… and {count} more; --json names all.").format(count=len(gates) - CLOSED_SHOWN)
    for gate in advice.gates:
        if gate.overruled == "seller":
            yield _closed_by(gate.option, queries.say_gate(gate))


def _closed_by(option: str, why: str) -> str:
    return _("{option}: {why}").format(option=queries.say_option(option), why=why)


def _list(console: Console, title: str, lines: list[str]) -> None:
    if not lines:
        return
    console.print()
    console.print(title, style="bold")
    grid = Table.grid(padding=(0, 1))
    for line in lines:
        grid.add_row("-", _plain(line))
    console.print(grid)


def _plain(text: str) -> str:
    """Text in which no bracket is a style of rich's: names are written by people."""
    return text.replace("[", "\\[")
