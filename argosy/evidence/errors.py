"""What evidence refuses."""

from argosy.kernel.errors import DomainError, Kind


class FileTooLarge(DomainError):
    """“{file}” is larger than {limit_mb} MB; export it by month or quarter instead."""

    code = "evidence.file_too_large"
    kind = Kind.INVALID


class NoSuchQuarantined(DomainError):
    """This quarantined document no longer exists or was settled by somebody else."""

    code = "evidence.no_such_quarantined"
    kind = Kind.NOT_FOUND


class NoSuchDocument(DomainError):
    """There is no such document."""

    code = "evidence.no_such_document"
    kind = Kind.NOT_FOUND


class NoSuchFile(DomainError):
    """There is no such file."""

    code = "evidence.no_such_file"
    kind = Kind.NOT_FOUND
