"""`argosy webhook`: what it prints and how it ends. What it does is tested in tests/sync."""

import json

import pytest
import typer
from typer.testing import CliRunner

from argosy.cli import webhooks


@pytest.fixture
def program():
    app = typer.Typer()
    webhooks.register(app)
    return app


def test_a_replay_says_what_it_needs(program):
    result = CliRunner().invoke(program, ["webhook", "replay", "1"])
    assert result.exit_code == 2
    assert "--since" in result.output


def test_a_secret_is_printed_once_and_as_json_alone(capsys):
    webhooks._tell_secret(3, "whsec_x", json_=True)
    assert json.loads(capsys.readouterr().out) == {"id": 3, "secret": "whsec_x"}
    webhooks._tell_secret(3, "whsec_x", json_=False)
    assert capsys.readouterr().out.count("whsec_x") == 1
