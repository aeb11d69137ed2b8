"""House rules that no linter states.

Each gives its reason and the code that breaks it: a rule that has never failed proves nothing.
An exception must give its own reason, in the file that needs it.
"""

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import pytest

PACKAGE: Final = Path("argosy")
CLOCKS: Final = {"now", "today", "utcnow", "localtime", "localdate", "time_ns"}
FUNCTION: Final = ast.FunctionDef | ast.AsyncFunctionDef
FOG: Final = {"utils", "util", "helpers", "helper", "common", "base", "manager", "managers", "misc"}
SQL_TEXT: Final = re.compile(r"\b(SELECT|INSERT INTO|UPDATE|DELETE FROM|CREATE|ALTER|DROP)\s")
REASON: Final = re.compile(r"Long because .{15,}")

Source = tuple[Path, ast.Module]


def sources(root: Path) -> Iterator[Source]:
    """Every module of the package but migrations, which are history."""
    for path in sorted(root.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(root), parsed(path, path.stat().st_mtime_ns)


@cache
def parsed(path: Path, _version: int) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def each(root: Path, kind: type | tuple[type, ...], *names: str) -> Iterator[tuple[str, ast.AST]]:
    """Each node of a kind, with its place; of modules or packages of those names, if any given."""
    for path, tree in sources(root):
        if not names or set(names) & {path.stem, *path.parts[:-1]}:
            for node in ast.walk(tree):
                if isinstance(node, kind):
                    yield f"{path.as_posix()}:{node.lineno}", node


def long_functions(root: Path) -> list[str]:
    """A function fits a screen: under 60 lines."""
    return [at for at, f in each(root, FUNCTION) if f.end_lineno - f.lineno >= 60]


def long_files(root: Path) -> list[str]:
    """A file is read whole: at most 400 lines, or it says why at its top (`Long because …`)."""
    kinds = {".py", ".sql", ".js", ".css", ".html"}
    return [
        path.relative_to(root).as_posix()
        for path in sorted(root.rglob("*"))
        if path.suffix in kinds and "migrations" not in path.parts
        for lines in [path.read_text(encoding="utf-8").splitlines()]
        if len(lines) > 400 and not REASON.search("\n".join(lines[:15]))
    ]


def named_generators(root: Path) -> list[str]:
    """A name invites a second pass over a generator, which finds nothing.

    Unpacking one into several names uses it up on the spot, and is fine.
    """
    found = []
    for at, node in each(root, (ast.Assign, ast.AnnAssign, ast.NamedExpr)):
        first = node.targets[0] if isinstance(node, ast.Assign) else node.target
        if isinstance(node.value, ast.GeneratorExp) and not isinstance(first, ast.Tuple):
            found.append(at)
    return found


def clocks(root: Path) -> list[str]:
    """The clock is read at the edge and passed in: else a retry tomorrow does something else."""
    inside = ("services", "queries", "types")
    read = [at for at, node in each(root, ast.Attribute, *inside) if node.attr in CLOCKS]
    for at, node in each(root, ast.ImportFrom, *inside):
        if CLOCKS & {alias.name for alias in node.names}:
            read.append(at)
    return read


def hidden_arguments(root: Path) -> list[str]:
    """Public calls name their arguments, free of `Any`: else a swapped pair of ids hides."""
    found = []
    for path, tree in sources(root):
        if not {"services", "queries"} & {path.stem, *path.parts[:-1]}:
            continue
        for f in tree.body:
            if isinstance(f, FUNCTION) and not f.name.startswith("_"):
                a = f.args
                loose = a.args or a.posonlyargs or a.vararg or a.kwarg
                words = {n.id for n in ast.walk(a) if isinstance(n, ast.Name)}
                if f.returns is not None:
                    words |= {n.id for n in ast.walk(f.returns) if isinstance(n, ast.Name)}
                if loose or "Any" in words:
                    found.append(f"{path.as_posix()}:{f.lineno}")
    return found


def signals(root: Path) -> list[str]:
    """The reader of the caller cannot see what a receiver will do."""
    found = [at for at, node in each(root, ast.ImportFrom) if "signals" in (node.module or "")]
    for at, node in each(root, (ast.Import, ast.ImportFrom)):
        if any(alias.name.split(".")[-1] in {"signals", "receiver"} for alias in node.names):
            found.append(at)
    return found


def assembled_sql(root: Path) -> list[str]:
    """SQL put together from strings is an injection waiting for its input."""
    found = [
        at
        for at, node in each(root, ast.JoinedStr)
        for part in node.values
        if isinstance(part, ast.Constant) and SQL_TEXT.search(str(part.value))
    ]
    # `psycopg.sql.SQL(…).format(Identifier(…))` quotes what it puts in.
    composed = {
        (at.split(":")[0], ast.unparse(node.targets[0]))
        for at, node in each(root, ast.Assign)
        if isinstance(node.value, ast.Call) and ast.unparse(node.value.func).endswith("SQL")
    }
    for at, call in each(root, ast.Call):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        if name in {"execute", "executemany", "raw", "extra", "copy"} and call.args:
            first = call.args[0]
            formatted = isinstance(first, ast.Call) and getattr(first.func, "attr", "") == "format"
            origin = ast.unparse(first.func.value) if formatted else ""
            quoted = "SQL(" in origin or (at.split(":")[0], origin) in composed
            if isinstance(first, ast.JoinedStr | ast.BinOp) or (formatted and not quoted):
                found.append(at)
    return found


def sql_in_strings(root: Path) -> list[str]:
    """A statement worth more than one line is worth a file: it can be read, run and explained."""
    return [
        at
        for at, call in each(root, ast.Call)
        if getattr(call.func, "attr", "") in {"execute", "executemany", "raw"}
        for first in call.args[:1]
        if isinstance(first, ast.Constant) and "\n" in str(first.value)
    ]


def caught_everything(root: Path) -> list[str]:
    """`except` names what it expects; anything else is a bug and must reach somebody.

    The one exception is the job runner, which writes the failure down. A handler that ends by
    raising what it caught keeps nothing from anybody.
    """
    found = []
    for at, handler in each(root, ast.ExceptHandler):
        caught = ast.walk(handler.type) if handler.type else [ast.Name("BaseException")]
        names = {node.id for node in caught if isinstance(node, ast.Name)}
        last = handler.body[-1]
        raises = isinstance(last, ast.Raise) and last.exc is None
        if names & {"Exception", "BaseException"} and not raises:
            found.append(at)
    return [at for at in found if not at.startswith("jobs/runner.py:")]


def foggy_modules(root: Path) -> list[str]:
    """A module is named for what it holds, never for being useful."""
    return [p.as_posix() for p, _ in sources(root) if FOG & {p.stem, *p.parts[:-1]}]


def floats_in_tables(root: Path) -> list[str]:
    """A float column loses money and quantities one rounding at a time."""
    return [at for at, node in each(root, ast.Attribute) if node.attr == "FloatField"]


def magic_models(root: Path) -> list[str]:
    """A table neither orders itself nor does anything when saved: a caller must see it."""
    found = []
    for at, node in each(root, ast.ClassDef, "models"):
        for item in node.body:
            ordering = isinstance(item, ast.Assign) and "ordering" in ast.unparse(item.targets[0])
            saving = isinstance(item, FUNCTION) and item.name in {"save", "delete"}
            if saving or (ordering and node.name == "Meta"):
                found.append(at)
    return found


def back_doors(root: Path) -> list[str]:
    """`get_model` reaches any table without an import that the map could refuse."""
    return [
        at
        for at, node in each(root, ast.Attribute)
        if node.attr in {"get_model", "get_registered_model"}
    ]


LONG = "def f():\n" + "    x = 1\n" * 60


@dataclass(frozen=True)
class Rule:
    """A rule, code that breaks it, and code that only looks as if it did."""

    offences: Callable[[Path], list[str]]
    bad: tuple[tuple[str, str], ...]
    good: tuple[tuple[str, str], ...] = ()


SERVICES: Final = "stock/services.py"
PACKAGED: Final = "stock/services/receive.py"
RULES: Final = [
    Rule(long_functions, (("a.py", LONG),), (("a.py", LONG.replace("    x = 1\n", "", 2)),)),
    Rule(
        long_files,
        (("a.py", "x = 1\n" * 401), ("a/b.css", "\n" * 401), ("a/sql/b.sql", "--\n" * 401)),
        (("a.py", "# Long because it is one table of the law.\n" + "x = 1\n" * 401),),
    ),
    Rule(
        named_generators,
        (
            ("a.py", "ids = (x for x in y)\n"),
            ("a.py", "ids: object = (x for x in y)\n"),
            ("a.py", "if (ids := (x for x in y)):\n    pass\n"),
        ),
        (("a.py", "ids = [x for x in y]\nn = sum(x for x in y)\na, b = (x for x in y)\n"),),
    ),
    Rule(
        clocks,
        (
            (SERVICES, "at = timezone.now()\n"),
            (PACKAGED, "at = datetime.datetime.now(UTC)\n"),
            ("stock/queries/levels.py", "from django.utils.timezone import now\n"),
            ("stock/types.py", "day = date.today()\n"),
        ),
        (
            ("stock/jobs.py", "at = timezone.now()\n"),
            (SERVICES, "def f(*, now):\n    return now\n"),
        ),
    ),
    Rule(
        hidden_arguments,
        (
            (SERVICES, "def receive(sku, *, at): ...\n"),
            (PACKAGED, "def receive(*skus): ...\n"),
            ("stock/queries.py", "def levels(**filters): ...\n"),
            ("stock/queries.py", "def levels(*, filters: dict[str, Any]): ...\n"),
            ("stock/queries/levels.py", "def levels(*, at: int) -> list[Any]: ...\n"),
        ),
        (
            (SERVICES, "def receive(*, sku: int) -> None: ...\ndef _own(sku): ...\n"),
            ("stock/models.py", "def receive(sku): ...\n"),
        ),
    ),
    Rule(
        signals,
        (
            ("a.py", "from django.db.models.signals import post_save\n"),
            ("a.py", "from django.dispatch import receiver\n"),
            ("a.py", "from django.db.models import signals\n"),
        ),
        (("a.py", "import signal\n"),),
    ),
    Rule(
        assembled_sql,
        (
            ("a.py", "q = f'SELECT * FROM {table}'\n"),
            ("a.py", "cursor.execute(f'{verb} 1')\n"),
            ("a.py", "cursor.execute('VACUUM %s' % table)\n"),
            ("a.py", "cursor.execute('VACUUM ' + table)\n"),
            ("a.py", "Model.objects.raw('VACUUM {}'.format(table))\n"),
        ),
        (
            ("a.py", "cursor.execute('SELECT %s', [x])\nlog(f'{x} of update')\n"),
            ("a.py", "cursor.execute(SQL('DROP TABLE {}').format(Identifier(x)))\n"),
            ("a.py", "q = sql.SQL('DROP {}')\ncursor.execute(q.format(Identifier(x)))\n"),
        ),
    ),
    Rule(
        sql_in_strings,
        (("a.py", "cursor.execute('''SELECT 1\nFROM a''')\n"),),
        (("a.py", "cursor.execute('SELECT 1')\n"),),
    ),
    Rule(
        caught_everything,
        (
            ("a.py", "try:\n    f()\nexcept Exception:\n    pass\n"),
            ("a.py", "try:\n    f()\nexcept (OSError, BaseException):\n    pass\n"),
            ("a.py", "try:\n    f()\nexcept:\n    pass\n"),
        ),
        (
            ("a.py", "try:\n    f()\nexcept OSError:\n    pass\n"),
            ("a.py", "try:\n    f()\nexcept BaseException:\n    close()\n    raise\n"),
            ("jobs/runner.py", "try:\n    f()\nexcept Exception:\n    pass\n"),
        ),
    ),
    Rule(
        foggy_modules,
        (("stock/utils.py", ""), ("helpers/stock.py", ""), ("web/base.py", "")),
        (("stock/places.py", ""),),
    ),
    Rule(floats_in_tables, (("stock/models.py", "x = models.FloatField()\n"),)),
    Rule(
        magic_models,
        (
            ("a/models.py", "class A:\n    class Meta:\n        ordering = ['id']\n"),
            ("a/models.py", "class A:\n    def save(self): ...\n"),
            ("a/models/b.py", "class A:\n    def delete(self): ...\n"),
        ),
        (("a/models.py", "class A:\n    ordering = models.IntegerField()\n"),),
    ),
    Rule(back_doors, (("a.py", "apps.get_model('stock.Level')\n"),)),
]
NAMES: Final = [rule.offences.__name__ for rule in RULES]


def written(root: Path, snippets: tuple[tuple[str, str], ...]) -> Path:
    for name, text in snippets:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_the_rule_holds(rule):
    assert rule.offences(PACKAGE) == [], rule.offences.__doc__


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_the_rule_finds_what_breaks_it(rule, tmp_path):
    for number, snippet in enumerate(rule.bad):
        root = written(tmp_path / str(number), (snippet,))
        assert rule.offences(root), f"not found: {snippet}"


@pytest.mark.parametrize("rule", RULES, ids=NAMES)
def test_the_rule_lets_the_innocent_go(rule, tmp_path):
    for number, snippet in enumerate(rule.good):
        root = written(tmp_path / str(number), (snippet,))
        assert rule.offences(root) == [], f"wrongly found: {snippet}"
