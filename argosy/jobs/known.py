"""Which tasks there are: those in the `jobs.py` of each context."""

from functools import cache

from django.utils.module_loading import autodiscover_modules


@cache
def know_all() -> None:
    """Know every task. For whoever asks for a job or runs one.

    Not as soon as Django is there: the tasks import what they do, which is most of Argosy, and a
    command that only lists keys had to wait for it.
    """
    autodiscover_modules("jobs")
