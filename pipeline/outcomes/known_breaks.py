"""Periods from which a Dutch series is known to count something else."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def known_breaks() -> dict[str, tuple[str, ...]]:
    """Return the periods of every known break, by the name that a registry uses.

    Examples
    --------
    >>> known_breaks()["vsv"]
    ('2012', '2016', '2019')
    """
    text = resources.files("pipeline.outcomes").joinpath("breaks.toml").read_text("utf-8")
    return {name: tuple(entry["periods"]) for name, entry in tomllib.loads(text).items()}
