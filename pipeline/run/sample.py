"""Draws a study's audit sample, and measures the learning curve: what no run does by itself."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.coding import audit_sample, choose_coder, code_study, decide_labels, split_audit
from pipeline.coding.evaluation import theme_measures
from pipeline.coding.quality import MACRO, MICRO
from pipeline.domain import Problem, Severity, UserError
from pipeline.run.coders import coder_wish
from pipeline.run.steps import CONTEXT
from pipeline.store import Cache, Journal, Results, Study, audit_of, record_audit

STRATA = ("wijk", "period", "programme", "age_band", "genre", "teller")
SHARES = (0.25, 0.5, 0.75, 1.0)
LEAST_STORIES = 10


def draw_sample(study: Study, size: int, by: str = "", again: bool = False) -> pd.DataFrame:
    """Draw whole stories at random and write them in the journal.

    Parameters
    ----------
    by
        Column to stratify by; empty: none.
    again
        Draw a new sample in the place of the one that stands.

    Returns
    -------
    DataFrame
        AUDIT.

    Raises
    ------
    UserError
        If the study was never run, a sample stands already, or ``by`` is no column for it.
    """
    stories = Results(study).table("stories")
    if by and by not in STRATA:
        values = {"by": by, "known": ", ".join(STRATA)}
        raise UserError(Problem("run.sample_stratum", Severity.BLOCKS, values=values))
    journal = Journal(study.journal_url)
    try:
        standing = audit_of(journal.events())
        if len(standing) and not again:
            values_n = {"count": len(standing)}
            raise UserError(Problem("run.sample_stands", Severity.BLOCKS, values=values_n))
        # A new draw has a new seed that still follows from the study's own.
        seed = study.settings.study.seed + journal.last_id()
        sample = audit_sample(stories, size, seed, by)
        record_audit(journal, sample, by)
    finally:
        journal.close()
    return sample


def learning_curve(study: Study) -> pd.DataFrame:
    """Measure how the coder grows with the number of coded stories.

    Returns
    -------
    DataFrame
        Columns stories, f1, average_precision (micro) and macro_average_precision, each by
        cross-validation over that many stories, drawn with the study's seed.
    """
    results = Results(study)
    passages, settings = results.table("passages"), study.settings
    labels = decide_labels(results.table("labels"), settings.coding.truth)
    labels, _ = split_audit(labels, passages, results.table("audit"))
    story_of = passages.set_index("passage_id")["story_id"]
    told = labels["passage_id"].map(story_of)
    coded = np.array(sorted(set(told.dropna())), dtype=object)
    answers = Cache(study.results / "cache").answers
    fitting = choose_coder(coder_wish(settings, results.codebook, answers))
    order = np.random.default_rng(settings.study.seed).permutation(coded)
    sizes = sorted({round(share * len(order)) for share in SHARES})
    rows = []
    for size in [size for size in sizes if size >= LEAST_STORIES]:
        chosen = set(order[:size].tolist())
        part = code_study(
            passages[passages["story_id"].isin(chosen)],
            labels[told.isin(chosen)],
            results.codebook,
            settings.coding,
            None,
            settings.study.seed,
            results.table("stories")[CONTEXT],
            fitting=fitting,
        )
        table = theme_measures(part.measured, settings.study.seed).set_index("theme")
        rows.append(
            {
                "stories": size,
                "f1": table.loc[MICRO, "f1"],
                "average_precision": table.loc[MICRO, "average_precision"],
                "macro_average_precision": table.loc[MACRO, "average_precision"],
            }
        )
    columns = ["stories", "f1", "average_precision", "macro_average_precision"]
    return pd.DataFrame(rows, columns=columns)
