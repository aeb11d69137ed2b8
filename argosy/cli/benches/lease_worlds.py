"""Invented festivals for `argosy bench leases`: what is demanded where and when, seed by seed.

A world is two SKUs and a kit that takes two of the first and one of the second, each offered on six
channels. Nothing here knows how quantities are decided on: every policy meets the same buyers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from argosy.channels.types import (
    HALF_LIFE_H,
    HOUR_S,
    PRIOR_H,
    PRIOR_UNITS,
    SURGE_TIMES,
    SURGE_UNITS,
    UNKNOWN_DISPERSION,
    UNKNOWN_RATE,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LAGS_S: Final = np.array([1.0, 10.0, 60.0, 300.0, 900.0, 1800.0])
CHANNELS: Final = len(LAGS_S)
TAKES: Final = np.array([[1, 0], [0, 1], [2, 1]])  # units of each SKU that each item takes
ITEMS, SKUS = TAKES.shape
LISTINGS: Final = ITEMS * CHANNELS
HORIZON_S: Final = 6 * HOUR_S
WORLDS: Final = 4  # of one seed, by popularity
TOP_RATE: Final = 60.0  # units an hour of the most popular SKU; the n-th sells 1/n of that (Zipf)
KIT_SHARE: Final = 0.15  # of the second SKU's sales
UNITS: Final = np.array([0.75, 0.18, 0.07])  # of orders: one, two, three units
MEAN_UNITS: Final = float(UNITS @ np.arange(1, 4))
SURGES: Final = 0.75  # of an item within the horizon, on all channels at once
SURGE_FACTOR: Final = 20.0
SURGE_S: Final = (120.0, 600.0)
WATCHED_H: Final = 168  # hours of sales that the pace is measured from
STOCK: Final = (0.3, 1.1)  # of what is expected to be asked for without surges


@dataclass(frozen=True, slots=True)
class Worlds:
    """Some worlds with their buyers in order of time; arrays begin with the world."""

    seed: Ints
    stock: Ints  # by SKU
    rate: Floats  # units of each listing an hour, as measured before
    dispersion: Floats  # by listing, as measured before
    count: Ints  # buyers
    at: Floats  # when each comes; `inf` after the last
    listing: Ints
    units: Ints


@dataclass(frozen=True, slots=True)
class _Buyers:
    world: Ints
    at: Floats
    listing: Ints
    units: Ints


def worlds(seeds: Sequence[int]) -> Worlds:
    """The worlds of these seeds, those with most buyers first."""
    made = [_of_seed(seed) for seed in seeds]
    counts = np.concatenate([np.bincount(one.world, minlength=WORLDS) for *_rest, one in made])
    most = int(counts.max(initial=1))
    at = np.full((len(counts), most), np.inf)
    listing, units = np.zeros((2, len(counts), most), dtype=np.int64)
    for nth, (*_rest, buyers) in enumerate(made):
        own = np.bincount(buyers.world, minlength=WORLDS)
        place = np.arange(len(buyers.world)) - (np.cumsum(own) - own)[buyers.world]
        row = buyers.world + nth * WORLDS
        at[row, place], listing[row, place] = buyers.at, buyers.listing
        units[row, place] = buyers.units
    order = np.argsort(-counts, kind="stable")
    rate, dispersion, stock = (
        np.concatenate([one[part] for one in made])[order] for part in range(3)
    )
    return Worlds(
        seed=np.repeat(np.arange(len(seeds)), WORLDS)[order],
        stock=stock.astype(np.int64),
        rate=rate,
        dispersion=dispersion,
        count=counts[order],
        at=at[order],
        listing=listing[order],
        units=units[order],
    )


def _of_seed(seed: int) -> tuple[Floats, Floats, Ints, _Buyers]:
    dice = np.random.default_rng([seed, 20_261_111])
    rank = np.arange(1, WORLDS * SKUS + 1).reshape(WORLDS, SKUS)
    sku = TOP_RATE / rank * dice.lognormal(0.0, 0.5, (WORLDS, SKUS))
    item = np.concatenate([sku, KIT_SHARE * sku[:, 1:]], axis=1)
    popular = 1 / np.arange(1, CHANNELS + 1)
    share = dice.permuted(np.tile(popular / popular.sum(), (WORLDS, 1)), axis=1)
    true = (item[:, :, None] * share[:, None, :]).reshape(WORLDS, LISTINGS)
    rate, dispersion = pace(_watched(dice, true))
    asked = true.reshape(WORLDS, ITEMS, CHANNELS).sum(axis=2) @ TAKES * (HORIZON_S / HOUR_S)
    stock = np.maximum(1, np.rint(asked * dice.uniform(*STOCK, (WORLDS, SKUS))))
    return rate, dispersion, stock.astype(np.int64), _buyers(dice, true)


def _watched(dice: np.random.Generator, true: Floats) -> Ints:
    """What each listing sold, hour by hour, in the week before; surges are part of it."""
    hours = (WORLDS, ITEMS, WATCHED_H)
    begun = dice.random(hours) < SURGES * HOUR_S / HORIZON_S
    extra = begun * (SURGE_FACTOR - 1) * dice.uniform(*SURGE_S, hours) / HOUR_S
    orders = dice.poisson(true[:, :, None] / MEAN_UNITS * (1 + np.repeat(extra, CHANNELS, axis=1)))
    two = dice.binomial(orders, UNITS[1])
    return np.asarray(orders + two + 2 * dice.binomial(orders - two, UNITS[2] / (1 - UNITS[1])))


def pace(counts: Ints) -> tuple[Floats, Floats]:
    """`pacing.pace_from_sales` over the last axis, for many listings at once."""
    hours = counts.shape[-1]
    fade = 0.5 ** (np.arange(hours)[::-1] / HALF_LIFE_H)
    prior = PRIOR_H * 0.5 ** (hours / HALF_LIFE_H)
    rate = (counts @ fade + UNKNOWN_RATE * prior) / (fade.sum() + prior)
    rate = np.maximum(rate, UNKNOWN_RATE * PRIOR_H / (PRIOR_H + hours))
    usual = counts <= SURGE_TIMES * counts.mean(axis=-1, keepdims=True) + SURGE_UNITS
    units = (counts * usual).sum(axis=-1)
    mean = units / np.maximum(1, usual.sum(axis=-1))
    squares = (usual * (counts - mean[..., None]) ** 2).sum(axis=-1)
    dispersion = (squares + UNKNOWN_DISPERSION * PRIOR_UNITS) / (units + PRIOR_UNITS)
    return rate, np.maximum(1.0, dispersion)


def _buyers(dice: np.random.Generator, true: Floats) -> _Buyers:
    """Everybody who comes within the horizon, by world and time."""
    per_second = true / MEAN_UNITS / HOUR_S
    calm = dice.poisson(per_second * HORIZON_S)
    where, at = (
        [np.repeat(np.arange(true.size), calm.ravel())],
        [dice.uniform(0, HORIZON_S, int(calm.sum()))],
    )
    for world, item in np.ndindex(WORLDS, ITEMS):
        own = np.arange(CHANNELS) + item * CHANNELS
        for _ in range(int(dice.poisson(SURGES))):
            begin, lasts = dice.uniform(0, HORIZON_S), dice.uniform(*SURGE_S)
            more = dice.poisson(per_second[world, own] * (SURGE_FACTOR - 1) * lasts)
            where.append(np.repeat(world * LISTINGS + own, more))
            at.append(dice.uniform(begin, begin + lasts, int(more.sum())))
    place, when = np.concatenate(where), np.concatenate(at)
    inside = when < HORIZON_S
    place, when = place[inside], when[inside]
    world, listing = np.divmod(place, LISTINGS)
    units = dice.choice([1, 2, 3], size=len(place), p=UNITS)
    units[listing >= 2 * CHANNELS] = 1
    order = np.lexsort((when, world))
    return _Buyers(world[order], when[order], listing[order], units[order])
