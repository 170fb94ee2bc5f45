"""CPU time of something that is done many times; other processes of the machine do not count."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

Action = Callable[[], object]

SERIES = 15
DUREE_SERIE_S = 0.08


def millisecondes(*actions: Action) -> tuple[float, ...]:
    """Return the CPU milliseconds of one call of each action, user and system together.

    The actions take turns, series by series, so that what slows the machine down slows all of them; the
    quickest series of each is kept, since noise only ever adds.
    """
    fois = [_combien(action) for action in actions]
    meilleures = [float("inf")] * len(actions)
    for _ in range(SERIES):
        for rang, action in enumerate(actions):
            meilleures[rang] = min(meilleures[rang], _serie(action, fois[rang]) / fois[rang])
    return tuple(seconde * 1000 for seconde in meilleures)


def _combien(action: Action) -> int:
    """Return how many calls fill one series; the first calls also warm caches up."""
    for _ in range(3):
        action()
    return max(2, round(DUREE_SERIE_S / max(_serie(action, 3) / 3, 1e-6)))


def _serie(action: Action, fois: int) -> float:
    gc.collect()
    depart = time.process_time()
    for _ in range(fois):
        action()
    return time.process_time() - depart
