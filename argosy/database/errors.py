"""Why the database cannot be had. Shaped like `kernel.errors`, which this layer may not import."""

from collections.abc import Callable
from typing import ClassVar


class DatabaseTrouble(Exception):
    """The database could not be used.

    A subclass states `code` and whether it `is_refusal` (the caller asked for something wrong) or a
    failure (it could not run); its docstring's first line is its message, a translatable format
    string over `facts`.
    """

    code: ClassVar[str] = "database.failed"
    is_refusal: ClassVar[bool] = False

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.message())

    @classmethod
    def template(cls) -> str:
        """The untranslated message, with `{names}` of facts in it."""
        return (cls.__doc__ or cls.__name__).strip().splitlines()[0]

    def message(self, translate: Callable[[str], str] | None = None) -> str:
        """The message with its facts filled in, translated where a translator is given."""
        template = self.template() if translate is None else translate(self.template())
        return template.format(**self.facts)

    def __str__(self) -> str:
        return self.message()


class BinariesMissing(DatabaseTrouble):
    """The PostgreSQL programs are not installed ({missing}). Run: python3 start.py setup"""

    code = "database.binaries_missing"


class MajorChanged(DatabaseTrouble):
    """The data in {path} was written by PostgreSQL {found}, and this Argosy brings {wanted}. Start it with the Argosy that wrote it, make a backup there, and restore it here."""  # noqa: E501 - one line is one message

    code = "database.major_changed"


class NoUnprivilegedUser(DatabaseTrouble):
    """PostgreSQL must not run as root, and this machine lets root become no one else ({detail}). Run Argosy as an ordinary user, or set DATABASE_URL."""  # noqa: E501 - one line is one message

    code = "database.no_unprivileged_user"


class PlaceTaken(DatabaseTrouble):
    """{path} belongs to somebody else or is open to others, so the database is not put there. Remove it, or choose another folder with ARGOSY_HOME."""  # noqa: E501 - one line is one message

    code = "database.place_taken"


class PlaceDenied(DatabaseTrouble):
    """{path} cannot be read or written by this user. Give it back to this user, or choose another folder with ARGOSY_HOME."""  # noqa: E501 - one line is one message

    code = "database.place_denied"


class InitFailed(DatabaseTrouble):
    """The database could not be created in {path}: {detail}"""

    code = "database.init_failed"


class StartFailed(DatabaseTrouble):
    """The database in {path} did not start: {detail}. Its log is in {log}."""

    code = "database.start_failed"


class DiskFull(DatabaseTrouble):
    """The disk of {path} is full, so the database cannot start. Delete {ballast}, which is kept for this moment, then free more space and start again."""  # noqa: E501 - one line is one message

    code = "database.disk_full"


class StopFailed(DatabaseTrouble):
    """The database in {path} did not stop: {detail}"""

    code = "database.stop_failed"


class Unreachable(DatabaseTrouble):
    """The database at {where} does not answer: {detail}"""

    code = "database.unreachable"


class UnsupportedServer(DatabaseTrouble):
    """DATABASE_URL points to PostgreSQL {found}; Argosy needs 15, 16, 17 or 18."""

    code = "database.unsupported_server"


class BadUrl(DatabaseTrouble):
    """DATABASE_URL cannot be read: {detail}. It looks like postgresql://user:password@host/name"""

    code = "database.bad_url"
    is_refusal = True


class BadCompanyName(DatabaseTrouble):
    """{name} cannot name a company: use up to 31 small letters, digits and _, beginning with a letter."""  # noqa: E501 - one line is one message

    code = "database.bad_company_name"
    is_refusal = True


class CompanyExists(DatabaseTrouble):
    """There is already a company {name}."""

    code = "database.company_exists"
    is_refusal = True


class NoSuchCompany(DatabaseTrouble):
    """There is no company {name}. `argosy company list` names those there are."""

    code = "database.no_such_company"
    is_refusal = True


class MayNotCreate(DatabaseTrouble):
    """The user of DATABASE_URL may not create databases. Grant it CREATEDB, or create the database {database} for it."""  # noqa: E501 - one line is one message

    code = "database.may_not_create"


class BackupFailed(DatabaseTrouble):
    """The backup of company {company} was not made: {detail}"""

    code = "database.backup_failed"


class RestoreFailed(DatabaseTrouble):
    """{file} was not restored, and nothing was changed: {detail}"""

    code = "database.restore_failed"


class NotABackup(DatabaseTrouble):
    """{file} is not a backup that Argosy wrote. Nothing was changed."""

    code = "database.not_a_backup"
    is_refusal = True


class FileExists(DatabaseTrouble):
    """{file} is already there and is not overwritten."""

    code = "database.file_exists"
    is_refusal = True


class NoSuchFile(DatabaseTrouble):
    """There is no file {file}."""

    code = "database.no_such_file"
    is_refusal = True
