"""What import-linter cannot see: which module is public, and where foreign keys point."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType

import grimp
import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.test.utils import isolate_apps

PUBLIC = {"services", "queries", "types", "errors"}
# Not contexts: nothing in them is private. What may import a door is few, and on the map.
OPEN = {"kernel", "web", "jobs", "database", "config", "console", "api"}
CONFIG = Path("pyproject.toml")
LAYERS = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"][0]
HEIGHT = {
    name: -row for row, layer in enumerate(LAYERS["layers"]) for name in re.findall(r"\w+", layer)
}
NOTE = re.compile(r"^Phase:.+^Locks:.+^Size:.+^Undo:", re.DOTALL | re.MULTILINE)
OURS = re.compile(r"^\s*(?:from|import) argosy\b", re.MULTILINE)


def trespasses(graph: grimp.ImportGraph) -> list[str]:
    """Imports that reach past the public modules of another context."""
    found = []
    for importer in sorted(graph.modules - {"argosy"}):
        for imported in sorted(graph.find_modules_directly_imported_by(importer)):
            _, owner, *inside = imported.split(".")
            at_home = owner == importer.split(".")[1]
            if not (at_home or owner in OPEN or set(inside[:1]) <= PUBLIC):
                found.append(f"{importer} -> {imported}")
    return found


def wrong_keys(tables: Iterable[type[models.Model]]) -> list[str]:
    """Foreign keys between contexts that point up, or that leave a way back."""
    found = []
    for model in tables:
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.related_model:
                here, there = model._meta.app_label, field.related_model._meta.app_label
                if here in HEIGHT and here != there:
                    # What is not ours (Django's own tables) lies below everything.
                    down = HEIGHT[here] > HEIGHT.get(there, min(HEIGHT.values()) - 1)
                    if not down or field.remote_field.related_name != "+":
                        found.append(str(field))
    return found


def unexplained(migrations: Mapping[tuple[str, str], ModuleType]) -> list[str]:
    """Later migrations without their four lines, and any that lean on code that will change."""
    found = []
    for (app, name), module in migrations.items():
        if app in HEIGHT:
            if not name.startswith("0001") and not NOTE.search(module.__doc__ or ""):
                found.append(f"{app}.{name}: no note")
            if OURS.search(Path(module.__file__ or "").read_text(encoding="utf-8")):
                found.append(f"{app}.{name}: imports argosy")
    return found


def test_contexts_meet_only_at_their_public_modules():
    assert trespasses(grimp.build_graph("argosy", cache_dir=None)) == []


def test_reaching_into_a_context_is_found():
    graph = grimp.ImportGraph()
    for importer, imported in [
        ("argosy.orders.services", "argosy.inventory.models"),
        ("argosy.console.views", "argosy.orders.services.placing"),
        ("argosy.orders.services", "argosy.orders.models"),
        ("argosy.orders.services", "argosy.kernel.money"),
    ]:
        for module in (importer, imported):
            graph.add_module(module)
        graph.add_import(importer=importer, imported=imported)
    assert trespasses(graph) == ["argosy.orders.services -> argosy.inventory.models"]


def test_foreign_keys_point_down_and_leave_no_way_back():
    assert wrong_keys(apps.get_models()) == []


@isolate_apps("argosy.orders", "argosy.inventory")
def test_keys_that_point_up_or_back_are_found():
    class Place(models.Model):  # noqa: DJ008 - nobody reads it
        class Meta:
            app_label = "inventory"

    class Order(models.Model):  # noqa: DJ008 - nobody reads it
        fine = models.ForeignKey(Place, models.PROTECT, related_name="+")
        leaves_a_way_back = models.ForeignKey(Place, models.PROTECT, related_name="orders")

        class Meta:
            app_label = "orders"

    class Stock(models.Model):  # noqa: DJ008 - nobody reads it
        points_up = models.ForeignKey(Order, models.PROTECT, related_name="+")

        class Meta:
            app_label = "inventory"

    assert wrong_keys([Place, Order, Stock]) == [
        "orders.Order.leaves_a_way_back",
        "inventory.Stock.points_up",
    ]


def test_every_later_migration_carries_its_note():
    loaded = MigrationLoader(connection=None).disk_migrations
    modules = {key: sys.modules[migration.__module__] for key, migration in loaded.items()}
    assert unexplained(modules) == []


@pytest.mark.parametrize(
    ("name", "doc", "body", "problem"),
    [
        ("0002_more", "Add more.", "", "orders.0002_more: no note"),
        ("0002_more", "Phase: expand\nLocks: none\nUndo: drop", "", "orders.0002_more: no note"),
        (
            "0001_initial",
            "",
            "from argosy.orders import types",
            "orders.0001_initial: imports argosy",
        ),
    ],
)
def test_a_migration_without_note_is_found(tmp_path, name, doc, body, problem):
    module = ModuleType(name, doc)
    module.__file__ = str(tmp_path / "migration.py")
    Path(module.__file__).write_text(body, encoding="utf-8")
    assert unexplained({("orders", name): module}) == [problem]


def test_a_migration_with_its_note_passes(tmp_path):
    note = "Why.\n\nPhase: expand\nLocks: none\nSize: 2 rows\nUndo: drop it"
    module = ModuleType("0002_more", note)
    module.__file__ = str(tmp_path / "migration.py")
    Path(module.__file__).write_text("import django", encoding="utf-8")
    assert unexplained({("orders", "0002_more"): module}) == []


def test_no_change_of_a_table_lacks_its_migration():
    loader = MigrationLoader(connection=None)
    wanted = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    changes = wanted.changes(graph=loader.graph)
    missing = {
        app: [operation.describe() for migration in found for operation in migration.operations]
        for app, found in changes.items()
        if app in HEIGHT
    }
    assert missing == {}


LINT = (
    "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
)


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in a folder, with our contracts."""
    return subprocess.run(
        [sys.executable, "-c", LINT], cwd=root, capture_output=True, text=True, check=False
    )


def test_contexts_form_one_dag():
    result = lint(Path())
    assert result.returncode == 0, result.stdout


def test_an_import_that_climbs_is_found(tmp_path):
    """A copy of the map, in which the kernel knows an order and a folder has no place."""
    (tmp_path / "pyproject.toml").write_bytes(CONFIG.read_bytes())
    for name in [*re.findall(r"(?<![\w(])\w+(?![\w)])", " ".join(LAYERS["layers"])), "attic"]:
        folder = tmp_path / "argosy" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
    (tmp_path / "argosy" / "__init__.py").touch()
    (tmp_path / "argosy" / "kernel" / "money.py").write_text("import argosy.orders\n")
    (tmp_path / "argosy" / "database" / "url.py").write_text("import django\n")
    result = lint(tmp_path)
    assert result.returncode == 1
    assert "argosy.kernel.money -> argosy.orders" in result.stdout
    assert "argosy.database.url -> django" in result.stdout
    (tmp_path / "argosy" / "kernel" / "money.py").unlink()
    assert "attic" in lint(tmp_path).stdout
