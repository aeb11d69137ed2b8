"""What the workers ask for by themselves."""

from procrastinate.contrib.django import app

from argosy.jobs import runner


def test_the_worker_asks_for_what_is_due_by_the_clock():
    worker = runner._worker_app()
    known = worker.periodic_registry
    asked = {one.task.name: one.cron for one in known.periodic_tasks.values()}

    assert asked["doctor.examine"] == "7 * * * *"
    assert asked["sync.follow"] == "* * * * *"
    assert asked["sync.forget"] == "43 3 * * *"
    assert worker.tasks["doctor.examine"] is app.tasks["doctor.examine"]


def test_a_worker_that_goes_without_a_clock_asks_for_nothing():
    worker = runner._worker_app(by_clock=False)

    assert worker.periodic_registry.periodic_tasks == {}
