"""`argosy bench leases`: pooled leases against a fixed buffer and a full sync, by simulation.

Every policy meets the same buyers. The fixed buffers are found on seeds of their own, once so that
they oversell no more than ours does there, and once so that they only keep the bound that ours
states; nothing is found on the seeds that are reported.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from scipy.stats import beta  # type: ignore[import-untyped]

import argosy.channels
from argosy.channels.types import BOUND, CALM, SURGE
from argosy.cli.benches.lease_sets import Flags, Ints
from argosy.cli.benches.lease_shelves import Fixed, Outcome, Plain, Policy, Pooled, play
from argosy.cli.benches.lease_worlds import (
    CHANNELS,
    HORIZON_S,
    ITEMS,
    LAGS_S,
    SURGE_FACTOR,
    SURGE_S,
    SURGES,
    WORLDS,
    Worlds,
    worlds,
)
from argosy.cli.benches.result import Result
from argosy.cli.session import tell
from argosy.cli.words import _

SAVED: Final = Path(argosy.channels.__file__).parent / "data" / "pooled_leases.json"
CONFIDENCE: Final = 0.99
SYNC_S: Final = 600.0
HALF: Final = 0.5  # of the fixed buffer's lost sales: what is promised
TRAINING: Final = 100  # seeds on which the fixed buffers are found …
TRAINING_FROM: Final = 1_000_000_000  # … from here on, which nobody may report
BUFFER_MAX: Final = 255  # to begin with
RAISE: Final = 8  # a buffer that is too small grows by an eighth


@dataclass(frozen=True, slots=True)
class Played:
    """One policy's festival, and what one shelf that all channels see would have sold."""

    outcome: Outcome
    ideal: int  # units
    seed: Ints  # of each world

    @property
    def lost(self) -> float:
        """The share of what could have been sold that was not."""
        return 1 - int(self.outcome.sold.sum()) / max(1, self.ideal)

    @property
    def refused(self) -> float:
        """The share of units asked for that were turned away while they were on hand."""
        return int(self.outcome.refused.sum()) / max(1, int(self.outcome.asked.sum()))

    def facts(self) -> dict[str, Any]:
        """Its figures in all."""
        found = self.outcome
        return {
            "lost_sales": round(self.lost, 5),
            "refused_while_on_hand": round(self.refused, 5),
            "oversold_units": int(found.oversold.sum()),
            "skus_oversold": round(float((found.short > 0).mean()), 6),
            "sent": int(found.sends.sum()),
        }

    def by_lag(self) -> list[dict[str, Any]]:
        """Its figures for each lag."""
        found, listings = self.outcome, ITEMS * len(self.seed)
        rows = []
        for nth, lag_s in enumerate(LAGS_S):
            windows, broken = int(found.windows[:, nth].sum()), int(found.broken[:, nth].sum())
            low, high = interval(found.broken[:, nth], found.windows[:, nth], self.seed)
            rows.append(
                {
                    "lag_s": int(lag_s),
                    "windows": windows,
                    "broken": broken,
                    "realised": broken / max(1, windows),
                    "interval": [low, high],
                    "oversold_units": int(found.oversold[:, nth].sum()),
                    "listings_oversold": int(found.hit[:, nth].sum()) / listings,
                    "refused": int(found.refused[:, nth].sum())
                    / max(1, int(found.asked[:, nth].sum())),
                }
            )
        return rows


def measure(seeds: int, first_seed: int, bound: float = BOUND) -> Result:
    """Find the fixed buffers, then let every policy meet the buyers of the seeds asked for."""
    tell(_("Finding the fixed buffers on seeds of their own …"))
    policies = _policies(bound)
    tell(_("All policies on {seeds} seeds …").format(seeds=seeds))
    made = worlds(range(first_seed, first_seed + seeds))
    ideal = int(play(made, Plain(None), instant=True).sold.sum())
    played = {
        name: Played(play(made, policy), ideal, made.seed) for name, policy in policies.items()
    }
    detail = _detail(played, policies, bound)
    detail |= {"seeds": seeds, "first_seed": first_seed}
    ours, limit = played["ours"].lost, max(1e-9, played["fixed"].lost)
    return Result(
        "leases", 100 * ours, 100 * limit, "%", detail, _missed(detail, ours, limit, bound)
    )


def _policies(bound: float, seeds: int = TRAINING) -> dict[str, Policy]:
    """Ours, and what it is compared with; the fixed buffers suit seeds of their own."""
    made = worlds(range(TRAINING_FROM, TRAINING_FROM + seeds))
    ours = Pooled(bound)
    oversold = play(made, ours).oversold.sum(axis=0)
    return {
        "ours": ours,
        "fixed": tuned(made, lambda found: found.oversold.sum(axis=0) <= oversold),
        "fixed_at_bound": tuned(
            made, lambda found: found.broken.sum(axis=0) <= bound * found.windows.sum(axis=0)
        ),
        "full_sync": Plain(SYNC_S),
    }


def save(result: Result, path: Path = SAVED) -> None:
    """Keep what the page about leases draws."""
    kept = ("bound", "confidence", "seeds", "first_seed", "realised", "interval", "policies")
    found = {name: result.detail[name] for name in (*kept, "fixed_buffers", "chart")}
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def tuned(made: Worlds, fits: Callable[[Outcome], Flags]) -> Fixed:
    """Fixed buffers, one a channel, with which its outcome fits, about as small as can be.

    Bisection finds each while the others are about right; as they come down it may no longer fit,
    and is raised step by step until all of them do.
    """
    low, high = np.zeros(CHANNELS, np.int64), np.full(CHANNELS, BUFFER_MAX)
    while (low < high).any():
        middle = (low + high) // 2
        kept = fits(play(made, Fixed(middle)))
        low, high = np.where(kept, low, middle + 1), np.where(kept, middle, high)
        low = np.minimum(low, high)
    while not (kept := fits(play(made, Fixed(high)))).all():
        high = np.where(kept, high, high + 1 + high // RAISE)
    return Fixed(high)


def interval(broken: Ints, windows: Ints, seed: Ints) -> tuple[float, float]:
    """Clopper and Pearson's interval of a share, windows of one seed allowed to be alike.

    Counts are divided by the design effect, the variance between seeds over that of independent
    windows. Where nothing broke there is none to be seen.
    """
    events, trials = np.bincount(seed, broken), np.bincount(seed, windows)
    hits, whole = float(events.sum()), float(trials.sum())
    if not whole:
        return 0.0, 1.0
    share = hits / whole
    spread = float(((events - share * trials) ** 2).sum())
    alike = max(1.0, spread / hits) if hits else 1.0
    hits, whole, tail = hits / alike, whole / alike, (1 - CONFIDENCE) / 2
    low = float(beta.ppf(tail, hits, whole - hits + 1)) if hits else 0.0
    high = float(beta.ppf(1 - tail, hits + 1, whole - hits)) if hits < whole else 1.0
    return low, high


def _detail(played: dict[str, Played], policies: dict[str, Policy], bound: float) -> dict[str, Any]:
    by_lag = {name: one.by_lag() for name, one in played.items()}
    ours = by_lag["ours"]
    worst = max(ours, key=lambda row: row["interval"][1])
    seeds_hit = np.bincount(played["ours"].seed, played["ours"].outcome.oversold.sum(axis=1)) > 0
    return {
        "bound": bound,
        "confidence": CONFIDENCE,
        "realised": worst["realised"],
        "interval": worst["interval"],
        "worst_lag_s": worst["lag_s"],
        "seeds_with_overselling": int(seeds_hit.sum()),
        "policies": {name: one.facts() for name, one in played.items()},
        "fixed_buffers": {
            name: dict(zip(LAGS_S.astype(int).astype(str).tolist(), buffers, strict=True))
            for name, policy in policies.items()
            if isinstance(policy, Fixed)
            for buffers in [policy.buffers.tolist()]
        },
        "by_lag": {
            f"{name} {row['lag_s']}": _short(row) for name, rows in by_lag.items() for row in rows
        },
        "chart": [_point(name, row) for name, rows in by_lag.items() for row in rows],
        "world": {
            "channels": CHANNELS,
            "worlds_a_seed": WORLDS,
            "hours": HORIZON_S / 3600,
            "surges_an_item": SURGES,
            "surge_factor": SURGE_FACTOR,
            "surge_s": list(SURGE_S),
            "sync_s": SYNC_S,
            "surge_provided_for": [SURGE.factor, SURGE.lasts_s],
        },
    }


def _short(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("windows", "broken", "oversold_units")
    return {name: row[name] for name in kept} | {"up_to": float(f"{row['interval'][1]:.3g}")}


def _point(policy: str, row: dict[str, Any]) -> dict[str, Any]:
    """One point of the chart: a policy at a lag."""
    return {
        "policy": policy,
        "lag_s": row["lag_s"],
        "oversold": round(row["listings_oversold"], 6),
        "lost": round(row["refused"], 5),
    }


def _missed(detail: dict[str, Any], ours: float, limit: float, bound: float) -> Sequence[str]:
    found = []
    if detail["interval"][1] > bound:
        text = _("Overselling may be above its bound: up to {share} a lag.")
        found.append(text.format(share=f"{detail['interval'][1]:.2g}"))
    if ours > HALF * limit:
        found.append(_("More sales were lost than half of what a fixed buffer loses."))
    return found


def unguarded() -> Policy:
    """Ours without its guard: a bound that hardly any demand keeps. It has to oversell."""
    return Pooled(0.9, CALM)
