"""What tests of accounts need."""

import pytest


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """Hash passwords cheaply: what is tested is who may, not how slow a guess is."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
