"""What jobs refuses."""

from argosy.kernel.errors import DomainError, Kind


class UnknownTask(DomainError):
    """There is no task called {task}."""

    code = "jobs.unknown_task"
    kind = Kind.NOT_FOUND


class Outside(DomainError):
    """The effect {key} needs a transaction: its record must commit or vanish with it."""

    code = "jobs.outside"
