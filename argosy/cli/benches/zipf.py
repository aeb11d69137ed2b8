"""What festival buyers ask for: two SKUs of a thousand, the first far more often than the last."""

import random
from itertools import accumulate
from typing import Final

SKUS: Final = 1_000
QUANTITY_MAX: Final = 3
WEIGHTS: Final = list(accumulate(1 / rank for rank in range(1, SKUS + 1)))


def pair(chance: random.Random) -> list[tuple[int, int]]:
    """Two distinct SKUs (1 to 1,000) with how many of each."""
    first = second = 0
    while first == second:
        first, second = chance.choices(range(1, SKUS + 1), cum_weights=WEIGHTS, k=2)
    return [(sku, chance.randint(1, QUANTITY_MAX)) for sku in sorted((first, second))]
