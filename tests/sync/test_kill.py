"""A worker dies between a call and the note of its outcome: told again, under the same id."""

import os
import signal
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from argosy.sync import services
from argosy.sync.delivering import CLAIM
from argosy.sync.models import Delivery
from argosy.sync.types import Told
from tests.sync.receiver import mute, saying

WORKER = """
import sys, django
from datetime import datetime
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.WEBHOOKS_TO_LOOPBACK = True
django.setup()
from argosy.sync import services
at = datetime.fromisoformat(sys.argv[2])
services.deliver(clock=lambda: at, watch=lambda: None)
"""


@pytest.mark.race
def test_what_a_killed_worker_sent_is_sent_again_under_its_id(add, tell, run, receiver, clock):
    add()
    tell("S-1", "placed", "paid")
    services.follow(clock=clock, watch=lambda: None)
    receiver.manner = mute(30)
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, connection.settings_dict["NAME"], clock().isoformat()],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "argosy.config.settings",
            "ARGOSY_HOME": str(settings.ENV.home),
        },
    )
    try:
        assert receiver.came.wait(timeout=20)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    row = Delivery.objects.get(kind="order.placed")
    assert (row.state, row.attempt, row.claimed_until) == ("waiting", 1, clock() + CLAIM)

    receiver.manner = saying(200)
    assert run() == Told()  # Nobody knows yet that its worker is dead.
    clock.forward(CLAIM)
    assert run() == Told(delivered=2)
    first, again, other = receiver.heard
    assert (first.event, first.body) == (again.event, again.body)
    assert other.event != first.event
    assert again.headers["argosy-attempt"] == "2"
