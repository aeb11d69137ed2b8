"""The SQL files: each says what it promises, is used, and stays within its context's reach."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

PACKAGE = Path("argosy")
CONFIG = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
LAYERS = CONFIG["tool"]["importlinter"]["contracts"][0]["layers"]
HEIGHT = {name: -row for row, layer in enumerate(LAYERS) for name in re.findall(r"\w+", layer)}
COMMENT = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
TEXT = re.compile(r"'(?:[^']|'')*'")
WRITES = re.compile(
    r"\b(?:INSERT\s+INTO|(?<!FOR )(?<!DO )(?<!KEY )UPDATE|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE"
    r"(?:\s+TABLE)?|COPY|ALTER\s+TABLE|DROP\s+TABLE)\s+(?:ONLY\s+|IF\s+EXISTS\s+)*(\w+)",
    re.IGNORECASE,
)
READS = re.compile(r"\b(?:FROM|JOIN|USING)\s+(?:ONLY\s+)?(\w+)", re.IGNORECASE)
OF_SERVER = re.compile(
    r"(?<!book_number\()pg_(?:current_xact_id\w*|snapshot_xm\w+)\s*\(|\bxact::text", re.IGNORECASE
)
TEMPORARY = re.compile(r"\bTEMP\w*\s+TABLE\s+(?:IF NOT EXISTS\s+)?(\w+)", re.IGNORECASE)
LOADERS = {"sql.text", "sql.rows", "sql.run", "sql.dicts", "sql.often"}


def statements(root: Path) -> list[Path]:
    return sorted(root.glob("*/sql/**/*.sql"))


def silent(root: Path) -> list[str]:
    """A statement whose first line does not say what it promises."""
    return [
        path.relative_to(root).as_posix()
        for path in statements(root)
        if not re.match(r"-- \w.{10,}", path.read_text(encoding="utf-8"))
    ]


def named(root: Path) -> set[str]:
    """Every text in the package that may name a statement.

    `sql.names(…)` takes a whole folder, and a context's data may name statements of its own.
    """
    return {*_in_code(root), *_in_data(root)}


def _in_code(root: Path) -> Iterator[str]:
    for path in root.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "sql.names" and node.args:
                folder = ast.literal_eval(node.args[0])
                context, _, inside = folder.partition("/")
                for each in (root / context / "sql" / inside).glob("*.sql"):
                    yield f"{folder}/{each.stem}"


def _in_data(root: Path) -> Iterator[str]:
    for path in root.glob("*/data/*.yaml"):
        for token in yaml.scan(path.read_text(encoding="utf-8")):
            if isinstance(token, yaml.ScalarToken):
                yield f"{path.relative_to(root).parts[0]}/{token.value}"


def unused(root: Path) -> list[str]:
    """A statement that no code names: dead, or never born."""
    known = named(root)
    return [
        path.relative_to(root).as_posix()
        for path in statements(root)
        if _name(path, root) not in known
    ]


def _name(path: Path, root: Path) -> str:
    context, _, *inside = path.relative_to(root).with_suffix("").parts
    return "/".join([context, *inside])


def missing(root: Path) -> list[str]:
    """A call for a statement that is not there."""
    have = {_name(path, root) for path in statements(root)}
    return [
        f"{path.relative_to(root).as_posix()}:{node.lineno}"
        for path in sorted(root.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in LOADERS
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value not in have
    ]


def trespassing(root: Path) -> list[str]:
    """Statements may read tables of lower contexts and write only their own."""
    found = []
    for path in statements(root):
        home = path.relative_to(root).parts[0]
        body = TEXT.sub("''", COMMENT.sub("", path.read_text(encoding="utf-8")))
        # A name may be a temporary table or a column: only contexts' prefixes count.
        temporary = set(TEMPORARY.findall(body))
        for table in sorted(set(WRITES.findall(body)) - temporary):
            owner = table.split("_")[0].lower()
            if owner in HEIGHT and owner != home:
                found.append(f"{path.relative_to(root).as_posix()} writes {table}")
        for table in READS.findall(body):
            owner = table.split("_")[0].lower() if "_" in table else ""
            if owner in HEIGHT and owner != home and HEIGHT[owner] >= HEIGHT[home]:
                found.append(f"{path.relative_to(root).as_posix()} reads {table}")
    return found


def uncounted(root: Path) -> list[str]:
    """A number of a transaction as the server counts: the book's goes on where it is restored."""
    return [
        path.relative_to(root).as_posix()
        for path in sorted(root.glob("*/sql/**/*.sql"))
        if OF_SERVER.search(COMMENT.sub("", path.read_text(encoding="utf-8")))
    ]


@pytest.mark.parametrize("rule", [silent, unused, missing, trespassing, uncounted])
def test_the_rule_holds(rule):
    assert rule(PACKAGE) == [], rule.__doc__


@pytest.fixture
def shop(tmp_path) -> Path:
    """A package whose one statement breaks nothing."""
    write(tmp_path, "orders/sql/place.sql", "-- Place each order once.\nSELECT 1\n")
    write(tmp_path, "orders/services.py", "sql.rows('orders/place')\n")
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_a_clean_package_passes(shop):
    for rule in (silent, unused, missing, trespassing, uncounted):
        assert rule(shop) == []


def test_a_statement_without_its_promise_is_found(shop):
    write(shop, "orders/sql/place.sql", "SELECT 1 -- Place each order once.\n")
    assert silent(shop) == ["orders/sql/place.sql"]


def test_a_statement_that_nobody_runs_is_found(shop):
    write(shop, "orders/sql/forget.sql", "-- Forget an order.\nSELECT 1\n")
    assert unused(shop) == ["orders/sql/forget.sql"]


def test_a_whole_folder_may_be_run(shop):
    write(shop, "doctor/sql/checks/a.sql", "-- Every order has lines.\nSELECT 1\n")
    assert unused(shop) == ["doctor/sql/checks/a.sql"]
    write(shop, "doctor/services.py", "sql.names('doctor/checks')\n")
    assert unused(shop) == []


def test_data_may_name_the_statements_of_its_context(shop):
    write(shop, "doctor/sql/ORD-1.sql", "-- Every order has lines.\nSELECT 1\n")
    write(shop, "orders/data/checks.yaml", "- code: ORD-1\n")
    assert unused(shop) == ["doctor/sql/ORD-1.sql"]
    write(shop, "doctor/data/checks.yaml", "- code: ORD-1\n")
    assert unused(shop) == []


def test_a_call_for_a_statement_that_is_not_there_is_found(shop):
    write(shop, "orders/queries.py", "x = 1\nsql.dicts('orders/recall', {})\n")
    assert missing(shop) == ["orders/queries.py:2"]


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE inventory_level SET x = 1", ["orders/sql/place.sql writes inventory_level"]),
        ("INSERT INTO finance_posting SELECT 1", ["orders/sql/place.sql writes finance_posting"]),
        ("DELETE FROM ONLY channels_channel", ["orders/sql/place.sql writes channels_channel"]),
        ("SELECT FROM finance_posting", ["orders/sql/place.sql reads finance_posting"]),
        ("SELECT FROM a JOIN intake_batch USING (id)", ["orders/sql/place.sql reads intake_batch"]),
        ("SELECT FROM inventory_level JOIN orders_order USING (id) FOR UPDATE OF orders_order", []),
        ("INSERT INTO orders_order SELECT FROM intake ON CONFLICT (x) DO UPDATE SET x = 1", []),
        ("-- Like UPDATE inventory_level.\nSELECT 'DELETE FROM finance_posting'", []),
        ("CREATE TEMP TABLE finance_wanted AS SELECT 1; UPDATE finance_wanted SET x = 1", []),
    ],
)
def test_a_statement_that_trespasses_is_found(shop, statement, found):
    write(shop, "orders/sql/place.sql", f"-- Place each order once.\n{statement}\n")
    assert trespassing(shop) == found


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("SELECT book_number(pg_current_xact_id())", []),
        ("SELECT pg_current_xact_id()::text::bigint", ["orders/sql/place.sql"]),
        ("SELECT pg_snapshot_xmax(pg_current_snapshot())", ["orders/sql/place.sql"]),
        ("SELECT running.xact::text::bigint", ["orders/sql/place.sql"]),
    ],
)
def test_a_number_that_only_this_server_knows_is_found(shop, statement, found):
    write(shop, "orders/sql/place.sql", f"-- Place each order once.\n{statement}\n")
    assert uncounted(shop) == found
