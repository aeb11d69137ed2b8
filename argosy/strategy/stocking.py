"""How much to buy: once, before a season, or again and again.

Source: Snyder and Shen (2019), "Fundamentals of Supply Chain Theory", 2nd ed., 3.2 and 4.3. Money
and time are in the caller's units, the same in every argument.
"""

import math
from statistics import NormalDist

import numpy as np


def newsvendor_normal(
    *, holding: float, shortage: float, mean: float, deviation: float
) -> tuple[float, float]:
    """Give the best single purchase for a normal demand, and the cost it leads us to expect.

    `holding` is what a unit left over costs, `shortage` what a unit missed costs; `mean` and
    `deviation` of demand are units, and so is the purchase. The best meets demand with the chance
    shortage / (shortage + holding).

    :raises ValueError: a cost is not above zero, or the deviation is negative.
    """
    _refuse(holding, shortage)
    if deviation < 0:
        raise ValueError("the deviation of demand must not be negative")
    normal = NormalDist()
    z = normal.inv_cdf(shortage / (shortage + holding))
    return mean + z * deviation, (holding + shortage) * deviation * normal.pdf(z)


def newsvendor_poisson(*, holding: float, shortage: float, mean: float) -> tuple[int, float]:
    """Give the best single purchase of whole units for a Poisson demand, and its expected cost.

    `holding` and `shortage` cost as in `newsvendor_normal`; `mean` is units. The best is the
    fewest units that demand exceeds with a chance of at most holding / (shortage + holding).

    :raises ValueError: a cost is not above zero, or the mean is negative.
    """
    _refuse(holding, shortage)
    if mean < 0:
        raise ValueError("the mean of demand must not be negative")
    if mean == 0:
        return 0, 0.0
    # Beyond forty deviations and sixty units a Poisson has no chance that a float can hold.
    demand = np.arange(math.ceil(mean + 40 * math.sqrt(mean)) + 60, dtype=np.float64)
    steps = np.log(mean) - np.log(demand[1:])
    chance = np.exp(np.concatenate(([-mean], np.cumsum(steps) - mean)))
    # Added from the far end, where the small ones are: a rare shortage is as exact as a common one.
    exceeded = np.cumsum(chance[::-1])[::-1] - chance
    quantity = int(np.argmax(exceeded <= holding / (shortage + holding)))
    over = np.maximum(quantity - demand, 0.0) @ chance
    under = np.maximum(demand - quantity, 0.0) @ chance
    return quantity, float(holding * over + shortage * under)


def economic_order_quantity(*, fixed: float, holding: float, rate: float) -> tuple[float, float]:
    """Give the best size of a repeated order, and what ordering and holding cost per time.

    `fixed` is what an order costs whatever its size, `holding` what a unit costs to keep for one
    unit of time, `rate` the units sold in it. Purchase prices are not in the cost: they do not
    depend on the size. Harris (1913): sqrt(2 fixed rate / holding).

    :raises ValueError: holding costs nothing, so that no size is too large, or a number is
        negative.
    """
    if holding <= 0 or fixed < 0 or rate < 0:
        raise ValueError("holding must cost something, and nothing may be negative")
    return math.sqrt(2 * fixed * rate / holding), math.sqrt(2 * fixed * rate * holding)


def _refuse(holding: float, shortage: float) -> None:
    if holding <= 0 or shortage <= 0:
        raise ValueError("a unit left over and a unit missed must each cost something")
