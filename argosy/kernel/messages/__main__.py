"""The command line of the texts: 0 done, 1 something is missing."""

import argparse
import sys
from pathlib import Path

from argosy.kernel.messages import LOCALE, PACKAGE, compile_stale, merge
from argosy.kernel.messages.check import problems
from argosy.kernel.messages.extract import collect

CATALOGUE = LOCALE / "zh_Hans" / "LC_MESSAGES" / "django.po"


def main(arguments: list[str]) -> int:
    """Do what was asked for and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m argosy.kernel.messages")
    parser.add_argument("command", choices=["extract", "check", "compile", "merge-yaml"])
    parser.add_argument("folder", nargs="?", type=Path, help="of YAML files, for merge-yaml")
    given = parser.parse_args(arguments)
    if given.command == "check":
        return _check()
    if given.command == "compile":
        for path in compile_stale():
            sys.stdout.write(f"{path}\n")
        return 0
    catalogue = merge.update(CATALOGUE, collect(PACKAGE))
    if given.command == "merge-yaml":
        if given.folder is None:
            parser.error("merge-yaml needs a folder")
        result = merge.merge_yaml(catalogue, given.folder)
        merge.write(CATALOGUE, catalogue)
        for line in result.unlike:
            sys.stdout.write(f"translated differently: {line}\n")
        sys.stdout.write(f"{result.taken} taken, {len(result.unknown)} of no text\n")
    missing = sum(1 for each in catalogue if each.id and not any(merge.translations(each)))
    sys.stdout.write(f"{len(catalogue)} texts, {missing} without a translation\n")
    return 0


def _check() -> int:
    found = list(problems())
    for problem in found:
        sys.stderr.write(f"{problem}\n")
    if found:
        sys.stderr.write(f"{len(found)} texts are not ready\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
