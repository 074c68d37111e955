"""Questions asked of published results: what chance would give, and what a margin costs."""

from __future__ import annotations

import json
from dataclasses import asdict
from uuid import uuid4

import pandas as pd

from pipeline.coding import decide_labels
from pipeline.outcomes import NullTrial, audit_plans, nulproef, story_themes
from pipeline.run.keys import code_key
from pipeline.run.steps import read_whole
from pipeline.run.trust import audit_for_counting
from pipeline.store import Results, Study, content_key

NULL_TRIAL_FILE = "nulproef.json"


def null_trial(study: Study, runs: int = 200) -> NullTrial:
    """Shuffle the outcomes of published results, look for links again, and keep what came out.

    What was kept is given back as long as results, code and number of runs are the same.

    Parameters
    ----------
    runs
        Number of shuffled studies.

    Raises
    ------
    UserError
        If the study has not been run yet.
    """
    results = Results(study)
    path = study.results / NULL_TRIAL_FILE
    key = content_key(results.key, runs, code_key("outcomes"))
    if path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept["key"] == key:
            return NullTrial(kept["pairs"], kept["observed"], tuple(kept["found"]))
    settings = study.settings
    trial = nulproef(
        story_themes(results.table("codings"), results.table("stories")),
        results.table("indicators"),
        results.table("outcomes"),
        settings.association,
        settings.study.seed,
        runs,
    )
    kept = {
        "key": key,
        "results": results.key,
        "seed": settings.study.seed,
        "alpha": settings.association.alpha,
        "permutations": settings.association.permutations,
        **asdict(trial),
        "share_with_any": trial.share_with_any,
        "mean": trial.mean,
        "p": trial.p,
    }
    building = path.with_name(f".building-{uuid4().hex}")
    # A study without pairs has no shares: JSON has no NaN, so they become null.
    known = {name: None if value != value else value for name, value in kept.items()}
    building.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    building.replace(path)
    return trial


def margin_plan(study: Study, margin: float) -> pd.DataFrame:
    """Return per theme how many more stories people must read for a margin of so much.

    Parameters
    ----------
    margin
        Half the wanted interval, as a share.

    Raises
    ------
    UserError
        If the study has not been run yet.
    ValueError
        If the margin is not between 0 and 1.
    """
    results = Results(study)
    truth = decide_labels(results.table("labels"), study.settings.coding.truth)
    read = read_whole(results.table("passages"), truth)
    stories, themes = results.table("stories"), results.codebook.ids
    least = study.settings.frequency.min_audit
    audit = audit_for_counting(results.table("audit"), read, least)
    return audit_plans(results.table("codings"), stories, themes, read, margin, audit)
