"""`argosy advise`: which way of selling suits a seller, and how sure that is."""

import json
import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from argosy.cli.session import DONE, REFUSED, WARNINGS, company_session, outcome, tell
from argosy.cli.words import _, language

if TYPE_CHECKING:
    from argosy.strategy.types import Advice, Profile

SUFFIXES = (".yaml", ".yml")
NEW_FILE = "seller.yaml"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("advise", help=_("Say which way of selling suits a seller, and how sure it is."))(
        advise
    )


def advise(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    seller: Annotated[
        str | None,
        typer.Argument(help=_("A profile in YAML, or the key of a seller of `argosy profiles`.")),
    ] = None,
    book: Annotated[
        bool, typer.Option("--book", help=_("Take what the company's book knows of its seller."))
    ] = False,
    new: Annotated[bool, typer.Option("--new", help=_("Ask here, question by question."))] = False,
    out: Annotated[
        Path | None, typer.Option(help=_("Write the profile into this YAML file."))
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help=_("The same seed gives the same answer."))] = 1,
    paths: Annotated[
        int, typer.Option(min=100, max=20_000, help=_("How many futures are played through."))
    ] = 5_000,
    save: Annotated[
        bool, typer.Option("--save", help=_("Keep the seller in the company's book."))
    ] = False,
    pdf: Annotated[
        Path | None, typer.Option(help=_("Write the answer as PDF into this file."))
    ] = None,
    json_: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """Answer: 0 answered, 1 too little is known or answers contradict each other, 2 refused."""
    if (seller is not None) + book + new != 1:
        typer.echo(_("Name one of: a profile, --book, --new."), err=True)
        raise typer.Exit(REFUSED)
    path, sheet = _file_for(out, new=new), _file_for(pdf, new=False)
    with _session(seller, needs_book=book or save):
        from argosy.strategy import queries  # noqa: PLC0415 - Django is set up by now

        profile = _profile(seller, book=book)
        if path is not None:
            path.write_text(queries.write_profile(profile=profile), encoding="utf-8", newline="\n")
            typer.echo(_("The profile is in {path}.").format(path=path), err=True)
        if save:
            _keep(profile, "book" if book else seller or "")
        tell(_("Playing the futures through …"))
        answer = queries.advise(profile=profile, seed=seed, paths=paths)
        doubts = [queries.say_contradiction(one) for one in queries.contradictions(profile=profile)]
        _print(answer, doubts, json_=json_)
        if sheet is not None:
            _write_paper(answer, sheet)
        unsure = doubts or answer.verdict.kind == "insufficient"
        raise typer.Exit(WARNINGS if unsure else DONE)


def _print(answer: "Advice", doubts: list[str], *, json_: bool) -> None:
    if json_:
        for doubt in doubts:
            typer.echo(doubt, err=True)
        typer.echo(json.dumps(answer.model_dump(mode="json"), ensure_ascii=False))
        return
    from argosy.cli.advice import show  # noqa: PLC0415 - it needs Django's languages

    show(answer, doubts)


def _write_paper(answer: "Advice", path: Path) -> None:
    from argosy.console.fitpaper import paper  # noqa: PLC0415 - it draws charts: slow to import

    path.write_bytes(paper(advice=answer, language=language()))
    typer.echo(_("The paper is in {path}.").format(path=path), err=True)


def _file_for(out: Path | None, *, new: bool) -> Path | None:
    """Where the profile goes. Looked at first: nobody should answer forty questions for nothing."""
    if out is not None:
        if out.exists():
            typer.echo(_("{path} is there already.").format(path=out), err=True)
            raise typer.Exit(REFUSED)
        if not out.parent.is_dir():
            typer.echo(_("{path} is not a folder.").format(path=out.parent), err=True)
            raise typer.Exit(REFUSED)
        return out
    if not new:
        return None
    names = [NEW_FILE, *(f"seller-{number}.yaml" for number in range(2, 1000))]
    return next(path for path in map(Path, names) if not path.exists())


def _profile(seller: str | None, *, book: bool) -> "Profile":
    from argosy.strategy import queries  # noqa: PLC0415 - Django is set up by now

    now = datetime.now(UTC)
    if book:
        return queries.from_book(now=now)
    if seller is None:
        from argosy.cli.asking import ask_all  # noqa: PLC0415 - it needs Django's languages

        return ask_all(now.date())
    if not _is_file(seller):
        return queries.seller(key=seller).profile
    path = Path(seller)
    try:
        content = path.read_bytes()
    except OSError as error:
        said = _("{path} cannot be read: {problem}")
        typer.echo(said.format(path=path, problem=error.strerror), err=True)
        raise typer.Exit(REFUSED) from error
    return queries.read_profile(content=content, on=now.date(), name=path.stem[:80])


def _keep(profile: "Profile", based_on: str) -> None:
    from argosy.strategy import services  # noqa: PLC0415 - Django is set up by now

    origin = Path(based_on).name if _is_file(based_on) else based_on
    kept = services.save_profile(
        profile=profile, by="argosy advise", now=datetime.now(UTC), based_on=origin
    )
    typer.echo(_("Kept as {key}.").format(key=kept.row.key), err=True)


def _is_file(seller: str) -> bool:
    return seller.endswith(SUFFIXES) or os.sep in seller


def _session(seller: str | None, *, needs_book: bool) -> AbstractContextManager[object]:
    """The company's book where it is needed; a file or a built-in seller needs no database."""
    from argosy.strategy.types.kept import BUILT_IN  # noqa: PLC0415 - slow to import

    if needs_book or not (seller is None or _is_file(seller) or seller in BUILT_IN):
        return company_session()
    return _without_book()


@contextmanager
def _without_book() -> Iterator[None]:
    """Set Django up for its languages alone: no server is started, nothing is asked of one."""
    with outcome():
        os.environ["DJANGO_SETTINGS_MODULE"] = "argosy.config.settings"
        import django  # noqa: PLC0415 - its settings read the line above
        from django.utils import translation  # noqa: PLC0415

        django.setup()
        with translation.override(language()):
            yield
