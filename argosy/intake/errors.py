"""What intake refuses. Why a file is unreadable: `reading.errors` and `profiles.errors`."""

from argosy.kernel.errors import DomainError, Kind


class BatchTooLarge(DomainError):
    """A batch holds {given} documents; at most {limit} go in one call."""

    code = "intake.batch_too_large"
    kind = Kind.INVALID


class UnknownLineClass(DomainError):
    """“{line_class}” is no class of line."""

    code = "intake.unknown_line_class"
    kind = Kind.INVALID


class UnknownProfile(DomainError):
    """There is no import profile “{profile}”; the profiles are: {known}."""

    code = "intake.unknown_profile"
    kind = Kind.NOT_FOUND


class NoProfileFits(DomainError):
    """“{file}” is no export we know; name its columns on the Import page, or use --profile."""

    code = "intake.no_profile_fits"
    kind = Kind.INVALID


class ChannelNeeded(DomainError):
    """“{file}” could belong to several channels ({known}); say which with --channel."""

    code = "intake.channel_needed"
    kind = Kind.INVALID


class NoSuchRun(DomainError):
    """There is no import {run}."""

    code = "intake.no_such_run"
    kind = Kind.NOT_FOUND


class RunBusy(DomainError):
    """Import {run} is under way in another process."""

    code = "intake.run_busy"
    kind = Kind.CONFLICT


class CannotUndo(DomainError):
    """Import {run} cannot be undone: {reason}."""

    code = "intake.cannot_undo"
    kind = Kind.CONFLICT


class StillBad(DomainError):
    """Row {row}, {field}: “{value}” is still not right ({problem})."""

    code = "intake.still_bad"
    kind = Kind.INVALID


class NothingToImport(DomainError):
    """“{file}” has no rows to import."""

    code = "intake.nothing_to_import"
    kind = Kind.INVALID
