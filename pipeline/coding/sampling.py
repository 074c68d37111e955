"""What a person reads next: the audit sample (estimates) and the review queue (trains).

The two never mix. The audit sample is drawn blind with known inclusion probabilities; its
labels estimate and are never trained on. The queue is chosen to teach the coder most; its
labels train and never estimate.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.domain.trust import AUDIT

RANDOM_SHARE = 0.2
"""Share of the queue drawn at random, so that the coder also hears what it never suspects."""


def audit_sample(stories: pd.DataFrame, size: int, seed: int, stratum: str = "") -> pd.DataFrame:
    """Draw whole stories at random, for coding without seeing the machine's suggestions.

    Parameters
    ----------
    stories
        Table STORIES (``story_id`` and the stratum's column are used).
    size
        Stories to draw; all of them when there are fewer.
    stratum
        Column to stratify by, in proportion and at least one per stratum; empty: none.

    Returns
    -------
    pd.DataFrame
        AUDIT: story_id, stratum, probability (that any story of its stratum had), order (a
        random reading order) and seed, sorted by order. The same seed and stories give the
        same sample whatever the order of the rows.
    """
    if size < 1:
        raise ValueError("size must be at least 1")
    rng = np.random.default_rng(seed)
    frame = stories.sort_values("story_id").reset_index(drop=True)
    group = frame[stratum].astype(str) if stratum else pd.Series("", index=frame.index)
    counts = {name: group.tolist().count(name) for name in sorted(set(group))}
    sizes = _allocate(counts, min(size, len(frame)))
    parts = []
    for name, drawn in sizes.items():
        members = frame.index[group == name].to_numpy()
        chosen = rng.choice(members, size=drawn, replace=False)
        parts.append(
            pd.DataFrame(
                {
                    "story_id": frame.loc[chosen, "story_id"].tolist(),
                    "stratum": name,
                    "probability": drawn / len(members),
                }
            )
        )
    sample = pd.concat(parts, ignore_index=True)
    sample["order"] = rng.permutation(len(sample)) + 1
    return AUDIT.conform(sample.assign(seed=seed).sort_values("order"))


def review_queue(codings: pd.DataFrame, size: int, seed: int, audit: pd.DataFrame) -> pd.DataFrame:
    """Return passages for a person to look at, the most informative first, random ones between.

    Informative is a passage that the machine doubts most: the entropy of its probabilities
    summed over themes that no person decided. Stories of the audit sample never appear.

    Parameters
    ----------
    codings
        Table CODINGS.

    Returns
    -------
    pd.DataFrame
        Columns passage_id, story_id, reason (``informative`` or ``random``) and score, in
        reading order.
    """
    machine = codings[(codings["by"] == "machine") & codings["probability"].notna()]
    machine = machine[~machine["story_id"].isin(audit["story_id"])]
    p = machine["probability"].to_numpy(dtype=float).clip(1e-9, 1 - 1e-9)
    machine = machine.assign(score=-(p * np.log2(p) + (1 - p) * np.log2(1 - p)))
    sums = machine.groupby(["passage_id", "story_id"])["score"].sum().reset_index()
    scored = sums.sort_values(["score", "passage_id"], ascending=[False, True], ignore_index=True)
    drawn = min(round(RANDOM_SHARE * size), len(scored))
    at_random = np.random.default_rng(seed).choice(len(scored), size=drawn, replace=False)
    best = [row for row in range(len(scored)) if row not in set(at_random.tolist())]
    picked = _interleave(best[: size - drawn], at_random.tolist())
    queue = scored.loc[picked].reset_index(drop=True)
    chance = set(scored.loc[at_random, "passage_id"])
    queue["reason"] = [
        "random" if name in chance else "informative" for name in queue["passage_id"]
    ]
    return queue[["passage_id", "story_id", "reason", "score"]]


def _allocate(counts: dict[str, int], size: int) -> dict[str, int]:
    """Divide a sample over strata by largest remainder, at least one each where it can."""
    total = sum(counts.values())
    exact = {name: count * size / total for name, count in counts.items()}
    least = 1 if size >= len(counts) else 0
    drawn = {name: max(int(share), least) for name, share in exact.items()}
    while sum(drawn.values()) > size:
        drawn[max((n for n in drawn if drawn[n] > least), key=lambda n: drawn[n] - exact[n])] -= 1
    while sum(drawn.values()) < size:
        open_strata = (name for name in drawn if drawn[name] < counts[name])
        drawn[max(open_strata, key=lambda name: exact[name] - drawn[name])] += 1
    return {name: number for name, number in drawn.items() if number > 0}


def _interleave(first: list[int], between: list[int]) -> list[int]:
    """Spread the second list evenly through the first."""
    places = [(number + 0.5) / max(len(first), 1) for number in range(len(first))]
    spread = [(number + 0.5) / max(len(between), 1) for number in range(len(between))]
    merged = sorted([*zip(places, first, strict=True), *zip(spread, between, strict=True)])
    return [row for _, row in merged]
