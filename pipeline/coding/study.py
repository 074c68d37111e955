"""A study's passages coded: by people where they read, by the machine everywhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from pipeline.coding.audit import refuse_audit
from pipeline.coding.evaluation import Measured
from pipeline.coding.fits import Fitting, Material, builtin_fitting
from pipeline.coding.fitting import ALWAYS
from pipeline.coding.folds import story_folds
from pipeline.coding.frame import prepare
from pipeline.coding.implicit import Lemmatise, named, plain_words
from pipeline.coding.labels import Truth, truth_of
from pipeline.coding.protocol import Coder
from pipeline.coding.quality import quality, story_level
from pipeline.coding.rows import Unseen, codings_table, with_evidence
from pipeline.coding.thresholds import RIGHT
from pipeline.config import CodingSection
from pipeline.domain import Codebook, Problem
from pipeline.domain.tables import LABELS

Embed = Callable[[Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Coded:
    """What coding a study gives.

    Parameters
    ----------
    codings, quality
        Tables CODINGS and QUALITY.
    model
        The coder fitted on every coded story; what new passages get.
    description
        What the manifest keeps.
    measured
        Told passages that people read, and what the machine says of them without having seen
        their story: what ``evaluate`` takes.
    problems
        What the coder could not say, in counts.
    """

    codings: pd.DataFrame
    quality: pd.DataFrame
    model: Coder
    description: dict[str, object]
    measured: Measured
    problems: tuple[Problem, ...] = ()


def code_study(
    passages: pd.DataFrame,
    labels: pd.DataFrame,
    codebook: Codebook,
    settings: CodingSection,
    embed: Embed | None,
    seed: int,
    stories: pd.DataFrame | None = None,
    models: Path | None = None,
    lemmatise: Lemmatise = plain_words,
    blind: pd.DataFrame | None = None,
    fitting: Fitting | None = None,
) -> Coded:
    """Code every passage of a study.

    A person's decision counts where there is one. The machine's probability always comes from
    a model that has not seen the passage's story. Questions are context: never coded by the
    machine.

    Parameters
    ----------
    passages, labels, stories
        Tables PASSAGES, LABELS (already decided: one word per passage and theme) and STORIES.
    embed
        Texts to vectors. The built-in coder does without: beside words and situations they
        added nothing (card of models/themes_nl). Other coders use them.
    seed
        Divides the stories into folds.
    models
        Folder of the program's models; None: where the program keeps them. A study builds on
        the default coder as far as that never saw any of the study's stories.
    lemmatise
        Texts to lemmas; decides whether a theme is named in a passage.
    blind
        LABELS of the audit sample: these decisions count, but nothing learns from them, is
        tuned on them or measured by them.
    fitting
        How the coder of ``settings`` learns, as ``choose_coder`` gives it; None: the built-in.

    Raises
    ------
    AuditLabelsRefusedError
        If ``labels`` speak of a story that ``blind`` does too.
    """
    fitting = fitting or builtin_fitting(models, settings.precision or RIGHT)
    frame = prepare(passages, stories)
    labels, held = LABELS.conform(labels), LABELS.empty() if blind is None else blind
    refuse_audit(labels, passages, passages[passages["passage_id"].isin(held["passage_id"])])
    told = ~frame["is_question"].to_numpy(dtype=bool)
    truth = truth_of(frame["passage_id"].tolist(), labels, codebook.ids)
    learnable = _of_told(truth, told)
    machine = _machine(frame, learnable, codebook, settings, seed, fitting)
    model, unseen, about, problems = machine
    table = _quality(frame[told], learnable.rows(told), unseen, told, model, codebook)
    words = named(frame["words"].tolist(), codebook, lemmatise)
    if len(held):
        labels = pd.concat([labels, held], ignore_index=True)
        truth = truth_of(frame["passage_id"].tolist(), labels, codebook.ids)
    codings = codings_table(frame, truth, labels, unseen, codebook, words, settings.coder)
    codings = with_evidence(codings, frame, labels, model)
    description = {
        **model.describe(),
        **about,
        "folds": settings.folds,
        "seed": seed,
    }
    measured = _measured(frame, learnable, unseen, codebook, words)
    return Coded(codings, table, model, description, measured, problems)


def fit_study(
    passages: pd.DataFrame,
    labels: pd.DataFrame,
    codebook: Codebook,
    settings: CodingSection,
    seed: int,
    stories: pd.DataFrame,
    fitting: Fitting,
) -> Coder:
    """Fit a coder on a study's codings, as ``code_study`` does, and code nothing yet."""
    frame = prepare(passages, stories)
    truth = truth_of(frame["passage_id"].tolist(), LABELS.conform(labels), codebook.ids)
    learnable = _of_told(truth, ~frame["is_question"].to_numpy(dtype=bool))
    return fitting(_material(frame, learnable, codebook, settings.folds, seed))[0].fit()


def _of_told(truth: Truth, told: np.ndarray) -> Truth:
    """Return what is known of passages that are told; of a question nothing is learned."""
    return Truth(truth.known & told[:, None], truth.present & told[:, None])


def _material(
    frame: pd.DataFrame, truth: Truth, codebook: Codebook, folds: int, seed: int
) -> Material:
    """Return the stories with decisions, in folds."""
    names = frame["story_id"].to_numpy(dtype=object)
    coded = frame["story_id"].isin(names[truth.known.any(axis=1)]).to_numpy(dtype=bool)
    numbers = story_folds(names[coded], folds, seed)
    return Material(frame, coded, truth.rows(coded), numbers, codebook)


def _machine(
    frame: pd.DataFrame,
    truth: Truth,
    codebook: Codebook,
    settings: CodingSection,
    seed: int,
    fitting: Fitting,
) -> tuple[Coder, Unseen, dict[str, object], tuple[Problem, ...]]:
    """Fit the coder, and say about each story what a model without that story says."""
    material = _material(frame, truth, codebook, settings.folds, seed)
    fold = np.full(len(frame), ALWAYS)
    fold[material.coded] = material.folds
    models, about = fitting(material)
    model = models.fit()
    everything = model.suggest(frame)
    probability, present = everything.probability.copy(), everything.present.copy()
    threshold = np.tile(model.thresholds, (len(frame), 1))
    sure = np.full(len(frame), model.sure)
    for number in sorted(set(fold.tolist()) - {ALWAYS}):
        rows = fold == number
        without = models.fit(frozenset({number}))
        suggestion = without.suggest(frame[rows])
        probability[rows], present[rows] = suggestion.probability, suggestion.present
        threshold[rows], sure[rows] = suggestion.threshold, without.sure
    unseen = Unseen(
        probability,
        present,
        threshold,
        sure,
        model.examples >= settings.min_examples,
        settings.precision > 0,
        everything.answered,
        everything.unproven,
    )
    return model, unseen, about, everything.problems


def _measured(
    frame: pd.DataFrame, truth: Truth, unseen: Unseen, codebook: Codebook, words: np.ndarray
) -> Measured:
    read = np.asarray(truth.known.any(axis=1))
    part = frame[read]
    return Measured(
        tuple(part["passage_id"]),
        tuple(part["story_id"]),
        codebook.ids,
        unseen.ranked[read],
        unseen.decided[read],
        unseen.ranked[read] >= unseen.sure[read][:, None],
        truth.rows(read),
        words[read],
    )


def _quality(
    frame: pd.DataFrame,
    truth: Truth,
    unseen: Unseen,
    told: np.ndarray,
    model: Coder,
    codebook: Codebook,
) -> pd.DataFrame:
    """Measure the machine on told passages, per passage and per story."""
    stories = frame["story_id"].tolist()
    probability, present = unseen.ranked[told], unseen.present[told]
    highest, in_story = story_level(probability, truth, stories)
    anywhere, _ = story_level(present, truth, stories)
    common = (codebook.ids, model.thresholds, unseen.enough)
    parts = [
        quality(probability, present, truth, *common, "passage"),
        quality(highest, anywhere, in_story, *common, "story"),
    ]
    return pd.concat(parts, ignore_index=True)
