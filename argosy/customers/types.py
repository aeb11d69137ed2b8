"""What customers return."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CustomerRef:
    """A customer by one channel's name for them."""

    customer: int
    channel: int
    external_key: str
