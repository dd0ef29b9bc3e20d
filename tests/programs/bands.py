"""In which band a program's figures must come out, whatever the seed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

SEEDS = range(5)


@dataclass(frozen=True)
class Band:
    """A program, small settings for it, and from where to where its metrics may be."""

    id: str
    metrics: Mapping[str, tuple[float, float]]
    settings: Mapping[str, Any] = field(default_factory=dict)

    def misses(self, metrics: Mapping[str, float]) -> dict[str, float]:
        """Return the metrics that are outside."""
        return {
            name: metrics[name]
            for name, (low, high) in self.metrics.items()
            if not low <= metrics[name] <= high  # not a number is outside as well
        }


def seeds(bands):
    """Return each band with seed 0, and with the others where slow tests are asked for."""
    return [
        pytest.param(band, seed, id=f"{band.id}-{seed}", marks=[pytest.mark.slow] if seed else [])
        for band in bands
        for seed in SEEDS
    ]
