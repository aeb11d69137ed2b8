"""YAML that a stranger sent, as plain text trees: every scalar stays the text that was written.

Not YAML's own types: `no` is Norway here, `on` is a day and `10:30` no number. Read event by event,
so that nesting, aliases and size are refused before they cost anything.
"""

from collections.abc import Iterator
from typing import Final

import yaml
from django.utils.translation import gettext as _

from argosy.strategy.errors import ProfileTooLarge, ProfileUnreadable

Tree = str | list["Tree"] | dict[str, "Tree"]

SIZE_MAX: Final = 64 * 1024  # a whole profile with five products is under 4 kB
DEPTH_MAX: Final = 8
NODES_MAX: Final = 2_000
_KB: Final = 1024


def parse(content: bytes) -> Tree:
    """The one document that the content holds.

    :raises ProfileTooLarge: it is no profile, whatever it says.
    :raises ProfileUnreadable: it is no YAML, or YAML of a kind that no profile needs.
    """
    if len(content) > SIZE_MAX:
        raise ProfileTooLarge(limit=SIZE_MAX // _KB, size=-(-len(content) // _KB))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problem = _("it is not written in UTF-8.")
        raise ProfileUnreadable(line=line, problem=problem) from error
    try:
        return _document(yaml.parse(text, Loader=yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = error.problem or error.context or ""
        raise ProfileUnreadable(line=mark.line + 1 if mark else 1, problem=problem) from error
    except yaml.YAMLError as error:  # of a letter that YAML does not allow: it has no mark
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise ProfileUnreadable(line=line, problem=_("a letter that no text has.")) from error


class _Building:
    """The tree so far: what is open, innermost last, and of a mapping the key that waits."""

    def __init__(self) -> None:
        self.open: list[list[Tree] | dict[str, Tree]] = []
        self.keys: list[str | None] = []
        self.root: Tree | None = None
        self.nodes = 0

    def add(self, node: Tree, line: int) -> None:
        self.nodes += 1
        if self.nodes > NODES_MAX:
            raise ProfileUnreadable(line=line, problem=_("it says more than any profile has."))
        if not self.open:
            self.root = node
        elif isinstance(inner := self.open[-1], list):
            inner.append(node)
        elif self.keys[-1] is None:
            self._take_key(inner, node, line)
        else:
            inner[self.keys[-1]] = node
            self.keys[-1] = None

    def _take_key(self, inner: dict[str, Tree], node: Tree, line: int) -> None:
        if not isinstance(node, str):
            raise ProfileUnreadable(line=line, problem=_("a name must be a text."))
        if node in inner:
            said = _("“{key}” is said twice.").format(key=node)
            raise ProfileUnreadable(line=line, problem=said)
        self.keys[-1] = node

    def enter(self, node: list[Tree] | dict[str, Tree], line: int) -> None:
        if len(self.open) >= DEPTH_MAX:
            raise ProfileUnreadable(line=line, problem=_("it is nested deeper than any profile."))
        self.add(node, line)
        self.open.append(node)
        self.keys.append(None)

    def leave(self) -> None:
        self.open.pop()
        self.keys.pop()


def _document(events: Iterator[yaml.Event]) -> Tree:
    tree = _Building()
    documents = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problem = _("anchors and aliases (& and *) have no place in a profile.")
            raise ProfileUnreadable(line=line, problem=problem)
        documents += isinstance(event, yaml.DocumentStartEvent)
        if documents > 1:
            raise ProfileUnreadable(line=line, problem=_("a second document begins here."))
        _take(tree, event, line)
    if not isinstance(tree.root, dict):
        raise ProfileUnreadable(line=1, problem=_("it must name answers, such as “product:”."))
    return tree.root


def _take(tree: _Building, event: yaml.Event, line: int) -> None:
    if isinstance(event, yaml.ScalarEvent):
        tree.add(event.value, line)
    elif isinstance(event, yaml.SequenceStartEvent):
        tree.enter([], line)
    elif isinstance(event, yaml.MappingStartEvent):
        tree.enter({}, line)
    elif isinstance(event, yaml.CollectionEndEvent):
        tree.leave()
