"""What tests of the adviser share."""

from datetime import date

import pytest


@pytest.fixture
def on_day() -> date:
    """The day on which sellers of these tests say what they say."""
    return date(2026, 11, 27)
