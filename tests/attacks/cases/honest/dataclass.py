"""Uses dataclasses, properties, type hints and a class of its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(slots=True)
class Centred:
    values: np.ndarray

    @property
    def mean(self) -> float:
        return float(np.mean(self.values))


def center(values: np.ndarray) -> np.ndarray:
    return values - Centred(values).mean
