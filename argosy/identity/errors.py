"""What identity refuses."""

from argosy.kernel.errors import DomainError, Kind


class UsernameTaken(DomainError):
    """There is already an account called {username}."""

    code = "identity.username_taken"
    kind = Kind.CONFLICT


class UsernameInvalid(DomainError):
    """{username} cannot be a user name: use 1 to 64 letters, digits and . _ - @ without spaces."""

    code = "identity.username_invalid"


class PasswordTooWeak(DomainError):
    """This password is too easy to guess: use at least 10 characters and no common word."""

    code = "identity.password_too_weak"


class WrongPassword(DomainError):
    """The current password is not right."""

    code = "identity.wrong_password"


class SignInRefused(DomainError):
    """The user name or the password is not right."""

    code = "identity.sign_in_refused"
    kind = Kind.FORBIDDEN


class TooManyAttempts(DomainError):
    """Too many attempts to sign in; try again in {minutes} minutes."""

    code = "identity.too_many_attempts"
    kind = Kind.UNAVAILABLE


class UnknownUser(DomainError):
    """There is no account called {username}."""

    code = "identity.unknown_user"
    kind = Kind.NOT_FOUND


class UnknownRole(DomainError):
    """{role} is not a role. Roles are: {roles}."""

    code = "identity.unknown_role"


class LastOwner(DomainError):
    """{username} is the last active owner; make somebody else an owner first."""

    code = "identity.last_owner"
    kind = Kind.CONFLICT


class UnknownPreference(DomainError):
    """{value} is not a choice for {preference}."""

    code = "identity.unknown_preference"


class KeyInvalid(DomainError):
    """A key needs a name, at least one scope that exists, and an end in the future: {fault}."""

    code = "identity.key_invalid"


class UnknownKey(DomainError):
    """There is no key {key}."""

    code = "identity.unknown_key"
    kind = Kind.NOT_FOUND
