"""What channels refuse."""

from argosy.kernel.errors import DomainError, Kind


class NoSuchChannel(DomainError):
    """There is no channel “{channel}”; the channels are: {known}."""

    code = "channels.no_such_channel"
    kind = Kind.NOT_FOUND


class ChannelExists(DomainError):
    """There is a channel “{channel}” already."""

    code = "channels.channel_exists"
    kind = Kind.CONFLICT


class UnknownZone(DomainError):
    """“{zone}” is no time zone; use a name such as Asia/Shanghai or America/Los_Angeles."""

    code = "channels.unknown_zone"
    kind = Kind.INVALID


class NoSuchListing(DomainError):
    """One of the listings no longer exists."""

    code = "channels.no_such_listing"
    kind = Kind.NOT_FOUND


class NoSuchSku(DomainError):
    """There is no SKU “{sku}” in the catalogue."""

    code = "channels.no_such_sku"
    kind = Kind.NOT_FOUND


class NoSuchPolicy(DomainError):
    """This policy no longer exists."""

    code = "channels.no_such_policy"
    kind = Kind.NOT_FOUND


class PolicyImpossible(DomainError):
    """A policy cannot say that {field} is {value}."""

    code = "channels.policy_impossible"
    kind = Kind.INVALID


class ExclusiveToNobody(DomainError):
    """A SKU can be kept for one channel only: say which channel or listing."""

    code = "channels.exclusive_to_nobody"
    kind = Kind.INVALID


class PolicySaysNothing(DomainError):
    """A policy that states nothing changes nothing."""

    code = "channels.policy_says_nothing"
    kind = Kind.INVALID


class TermImpossible(DomainError):
    """{value} is no {field}: a fee is a share from 0 up to 1, hours are whole and above nothing."""

    code = "channels.term_impossible"
    kind = Kind.INVALID
