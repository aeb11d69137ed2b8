"""Find every text that people read: gettext calls in Python and templates, and refusals."""

import ast
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final, cast

import yaml
from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.utils.translation.template import templatize

KEYWORDS: Final[Mapping[str, Any]] = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT_TAG: Final = "Translators:"

# What `templatize` writes: a gettext call over literals, amid text that is blotted out.
_LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
_CALL: Final = re.compile(
    rf"\b(?P<name>npgettext|ngettext|pgettext|gettext|_)"
    rf"\((?P<arguments>{_LITERAL}(?:\s*,\s*{_LITERAL})*)(?:\s*,\s*count)?\)"
)
_DATA_TEXTS: Final = re.compile(r"# Texts: (?P<keys>[\w, ]+)\n")
# The second is the first's likeness in the manager of the database, which knows no kernel.
_ERROR_ROOTS: Final = frozenset({"DomainError", "DatabaseTrouble"})

Found = tuple[int, str, str | tuple[str, ...], list[str]]


@dataclass(frozen=True, slots=True)
class Computed:
    """A gettext call over something other than a literal: no catalogue can hold it."""

    place: str
    source: str


def collect(package: Path) -> Catalog:
    """Every text of the package, with the files and lines it stands in, relative to its parent."""
    catalogue = Catalog(charset="utf-8")
    for path in _sources(package, "*.py"):
        with path.open("rb") as file:
            _add(catalogue, _place(path, package), extract("python", file, KEYWORDS, [COMMENT_TAG]))
    for path in templates_of(package):
        with path.open("rb") as file:
            # Babel's annotation of what an extractor yields leaves out the function's name.
            _add(
                catalogue,
                _place(path, package),
                extract(cast("Any", templates), file, KEYWORDS),
            )
    for path in _sources(package, "*.yaml"):
        for line, text in data_texts(path.read_text(encoding="utf-8")):
            catalogue.add(text, locations=[(_place(path, package), line)])
    for path, node in refusals(package):
        text = (ast.get_docstring(node) or "").split("\n", 1)[0]
        if text:
            catalogue.add(text, locations=[(_place(path, package), node.lineno + 1)])
    return catalogue


def templates_of(package: Path) -> list[Path]:
    """Every Django template of the package."""
    found = [*_sources(package, "*.html"), *_sources(package, "*.txt")]
    return [path for path in found if "templates" in path.parts]


def templates(
    fileobj: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],  # noqa: ARG001 - the signature is Babel's
    options: Mapping[str, Any],  # noqa: ARG001
) -> Iterator[Found]:
    """Babel's extractor for Django templates: `templatize` finds the texts, this reads them."""
    source = templatize(fileobj.read().decode("utf-8"))
    for match in _CALL.finditer(source):
        if match["name"] in keywords:
            texts = ast.literal_eval(f"({match['arguments']},)")
            # Babel counts the arguments of a call, and a plural's third is its number.
            if match["name"] in {"ngettext", "npgettext"}:
                texts = (*texts, "")
            line = source.count("\n", 0, match.start()) + 1
            yield line, match["name"], texts[0] if len(texts) == 1 else texts, []


def data_texts(content: str) -> Iterator[tuple[int, str]]:
    """Line and text of what a YAML file says is text: `# Texts: title` names the keys, line one."""
    marker = _DATA_TEXTS.match(content)
    if marker:
        keys = set(re.split(r"[,\s]+", marker["keys"].strip()))
        yield from _texts_below(yaml.compose(content, yaml.SafeLoader), keys)


def _texts_below(node: yaml.Node | None, keys: set[str]) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _texts_below(item, keys)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(value, yaml.ScalarNode) and key.value in keys:
                yield value.start_mark.line + 1, value.value
            yield from _texts_below(value, keys)


def refusals(package: Path) -> list[tuple[Path, ast.ClassDef]]:
    """Each refusal of the package, by descent from `DomainError` or its likeness, unimported."""
    classes = [
        (path, node)
        for path in _sources(package, "*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    known = set(_ERROR_ROOTS)
    while True:
        more = {node.name for _, node in classes if known & set(_bases(node))} - known
        if not more:
            break
        known |= more
    return [(path, node) for path, node in classes if known & set(_bases(node))]


def computed(package: Path) -> Iterator[Computed]:
    """Each gettext call whose text is put together in the call: an f-string, a sum, a format."""
    for path in _sources(package, "*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _called(node) in KEYWORDS:
                for argument in node.args:
                    if isinstance(argument, ast.JoinedStr | ast.BinOp) or (
                        isinstance(argument, ast.Call) and _called(argument) == "format"
                    ):
                        place = f"{_place(path, package)}:{node.lineno}"
                        yield Computed(place, ast.unparse(node))


def _add(catalogue: Catalog, place: str, found: Iterable[tuple[Any, ...]]) -> None:
    for line, texts, comments, context in found:
        catalogue.add(texts, locations=[(place, line)], auto_comments=comments, context=context)


def _sources(package: Path, pattern: str) -> list[Path]:
    return sorted(path for path in package.rglob(pattern) if "migrations" not in path.parts)


def _place(path: Path, package: Path) -> str:
    return path.relative_to(package.parent).as_posix()


def _bases(node: ast.ClassDef) -> Iterator[str]:
    for base in node.bases:
        yield base.attr if isinstance(base, ast.Attribute) else ast.unparse(base)


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else ast.unparse(function)
