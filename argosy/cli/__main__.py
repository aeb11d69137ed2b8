"""`python -m argosy.cli` is the same as `argosy`."""

from argosy.cli.main import run

run()
