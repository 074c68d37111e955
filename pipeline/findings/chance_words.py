"""What the null trial says of a study, in short sentences."""

from __future__ import annotations

from pipeline.findings.measures import Row
from pipeline.text import Language, number, percent, texts

RARE = 0.05
"""At most this share of runs as rich as the study: chance alone seldom gives that."""


def chance_sentences(trial: Row, language: Language = "nl") -> list[str]:
    """Return what was found in the study, and in the same study with shuffled outcomes.

    Parameters
    ----------
    trial
        Row of NULL_TRIAL.
    """
    observed, runs = int(trial["observed"]), int(trial["runs"])
    with_any = int(trial["with_any"])
    values = {
        "pairs": number(int(trial["pairs"]), language=language),
        "observed": number(observed, language=language),
        "runs": number(runs, language=language),
        "any": number(with_any, language=language),
        "share": percent(with_any / runs, language=language),
        "mean": number(float(trial["mean"]), 2, language),
    }
    verdict = "none" if not observed else "rare" if float(trial["p"]) <= RARE else "chance"
    names = ("looked", "shuffled", "came_up", verdict)
    return [texts(language)(f"margins.null.{name}", **values) for name in names]
