"""What strategy refuses."""

from argosy.kernel.errors import DomainError, Kind


class BadAnswer(DomainError):
    """{question} cannot be “{given}”: {remedy}"""

    code = "strategy.bad_answer"
    kind = Kind.INVALID


class UnknownQuestion(DomainError):
    """“{key}” is nothing that a profile says; the nearest is “{nearest}”."""

    code = "strategy.unknown_question"
    kind = Kind.INVALID


class ProfileUnreadable(DomainError):
    """This profile cannot be read, line {line}: {problem}"""

    code = "strategy.profile_unreadable"
    kind = Kind.INVALID


class ProfileTooLarge(DomainError):
    """A profile has at most {limit} kB; this file has {size} kB."""

    code = "strategy.profile_too_large"
    kind = Kind.INVALID


class UnknownProfile(DomainError):
    """There is no seller “{key}”. There are: {known}."""

    code = "strategy.unknown_profile"
    kind = Kind.NOT_FOUND


class NoSuchRevision(DomainError):
    """Seller “{key}” has no revision {revision}."""

    code = "strategy.no_such_revision"
    kind = Kind.NOT_FOUND


class StaleProfile(DomainError):
    """Seller “{key}” was changed meanwhile: revision {latest} is there, you have {given}."""

    code = "strategy.stale_profile"
    kind = Kind.CONFLICT


class ProfileThere(DomainError):
    """There is a seller “{key}” already: choose another name."""

    code = "strategy.profile_there"
    kind = Kind.CONFLICT


class BuiltInProfile(DomainError):
    """Seller “{key}” comes with Argosy and stays as it is: copy it under a name of your own."""

    code = "strategy.built_in_profile"
    kind = Kind.CONFLICT


class NotAKey(DomainError):
    """“{key}” has no letter or digit to be found by: choose another name."""

    code = "strategy.not_a_key"
    kind = Kind.INVALID


class TooManyProfiles(DomainError):
    """At most {limit} sellers are kept: remove one first."""

    code = "strategy.too_many_profiles"
    kind = Kind.CONFLICT


class ReasonNeeded(DomainError):
    """Say why, in {least} to {most} letters: the reason is kept with every answer."""

    code = "strategy.reason_needed"
    kind = Kind.INVALID


class NotOverruled(DomainError):
    """Gate “{gate}” is not overruled for “{option}”."""

    code = "strategy.not_overruled"
    kind = Kind.NOT_FOUND


class NoSuchAnswer(DomainError):
    """There is no such answer."""

    code = "strategy.no_such_answer"
    kind = Kind.NOT_FOUND


class NotAsked(DomainError):
    """Seller “{key}” has no answer yet: ask for one first."""

    code = "strategy.not_asked"
    kind = Kind.NOT_FOUND


class NothingSold(DomainError):
    """The book has no sale to learn from: import one first."""

    code = "strategy.nothing_sold"
    kind = Kind.INVALID


class UnknownRule(DomainError):
    """There is no rule of thumb “{rule}”. There are: {known}."""

    code = "strategy.unknown_rule"
    kind = Kind.NOT_FOUND


class RuleUnchanged(DomainError):
    """“{rule}” is so already: say another limit or another strength."""

    code = "strategy.rule_unchanged"
    kind = Kind.CONFLICT


class UnknownGate(DomainError):
    """There is no gate “{gate}”. There are: {known}."""

    code = "strategy.unknown_gate"
    kind = Kind.NOT_FOUND
