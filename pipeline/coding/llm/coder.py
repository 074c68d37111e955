"""A language model on this machine as a coder like any other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from pipeline.coding.labels import Truth
from pipeline.coding.llm.cache import Cache, MemoryCache
from pipeline.coding.llm.calibrate import Calibration, fit_calibration
from pipeline.coding.llm.client import ChatClient
from pipeline.coding.llm.prompt import Asked, load_prompt
from pipeline.coding.llm.reader import Progress, Reader
from pipeline.coding.llm.readings import Readings, put_together
from pipeline.coding.llm.settings import LanguageModelSettings
from pipeline.coding.protocol import Contribution, Suggestions
from pipeline.coding.thresholds import RIGHT
from pipeline.domain import Codebook, Problem

OWN_THRESHOLD = 0.5
"""Without codings: the model's own word, or more likely than not."""
NEVER = 1.0
"""No calibrated probability is above it: nothing is sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageModelSuggestions(Suggestions):
    """Suggestions of a model that may know a theme is there without knowing how likely.

    Parameters
    ----------
    probability
        NaN where the model gave nothing usable, or no probability can be had.
    readings
        The model's own word, which counts where there is no probability, and its literal
        evidence, without which the coder never says present.
    """

    readings: Readings

    @property
    def present(self) -> np.ndarray:
        """The coder's decisions."""
        own, quoted = self.readings.present, self.readings.start >= 0
        over = np.where(np.isnan(self.probability), own, self.probability >= self.threshold)
        return np.asarray(over & quoted)

    @property
    def answered(self) -> np.ndarray:
        """Passages on which the model gave a usable word."""
        return np.asarray(self.readings.decided.any(axis=1))

    @property
    def unproven(self) -> np.ndarray:
        """Themes of answered passages on which no answer of the model could be used."""
        return np.asarray(self.answered[:, None] & ~self.readings.decided)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """How many passages and themes the model gave no usable word on."""
        return tuple(self.readings.problems())


@dataclass(frozen=True)
class LanguageModelCoder:
    """Codes passages by asking a language model; ``language_model_coder`` makes one.

    Parameters
    ----------
    reader
        Asks and keeps the answers.
    calibration
        None: uncalibrated.
    progress
        Called with passages done and to do.
    n_present
        Present examples per theme that it was calibrated on; empty: none.
    """

    reader: Reader
    calibration: Calibration | None = None
    progress: Progress | None = None
    n_present: tuple[int, ...] = ()
    literal: ClassVar[bool] = True

    @property
    def thresholds(self) -> np.ndarray:
        """From which probability it says present, per theme."""
        if self.calibration is not None:
            return self.calibration.thresholds
        return np.full(len(self.reader.prompt.themes), OWN_THRESHOLD)

    @property
    def sure(self) -> float:
        """From which probability it is right often enough; without codings never."""
        return NEVER if self.calibration is None else self.calibration.sure

    @property
    def examples(self) -> np.ndarray:
        """Present examples per theme that it was calibrated on."""
        return np.array(self.n_present or [0] * len(self.reader.prompt.themes), dtype=int)

    def read(self, frame: pd.DataFrame) -> Readings:
        """Return what the model says about every row of a prepared frame.

        Questions are context, never asked about. Answers that are there already are not asked
        for again.

        Raises
        ------
        UserError
            If the server cannot be reached or refuses.
        """
        told = ~frame["is_question"].to_numpy(dtype=bool)
        columns = (frame.loc[told, name].tolist() for name in ("words", "before", "asked"))
        passages = [Asked(*texts) for texts in zip(*columns, strict=True)]
        repeats = [
            self.reader.read(passages, repeat, self.progress)
            for repeat in range(self.reader.settings.repeats)
        ]
        rows = np.flatnonzero(told)
        spread = [dict(zip(rows.tolist(), answers, strict=True)) for answers in repeats]
        placed = [[answers.get(row) for row in range(len(frame))] for answers in spread]
        return put_together(placed, self.reader.prompt.themes, frame["offset"].tolist(), told)

    def suggest(self, frame: pd.DataFrame) -> LanguageModelSuggestions:
        """Return probabilities (NaN where none can be had), thresholds and decisions."""
        return self._suggestions(self.read(frame))

    def _suggestions(self, readings: Readings) -> LanguageModelSuggestions:
        if self.calibration is not None:
            probability = self.calibration.probabilities(readings)
        else:
            method = readings.method
            raw = readings.raw_probability(method)
            probability = np.full(raw.shape, np.nan) if method == "answer" else raw
        return LanguageModelSuggestions(probability, self.thresholds, readings=readings)

    def explain(self, frame: pd.DataFrame, theme: str) -> list[list[Contribution]]:
        """Return the model's evidence for a theme, one span per row where there is any."""
        readings, column = self.read(frame), self.reader.prompt.themes.index(theme)
        spans = zip(
            readings.start[:, column].tolist(), readings.end[:, column].tolist(), strict=True
        )
        return [[Contribution(start, end, 1.0)] if start >= 0 else [] for start, end in spans]

    def calibrated(
        self, frame: pd.DataFrame, truth: Truth, folds: np.ndarray, right: float = RIGHT
    ) -> LanguageModelCoder:
        """Return this coder with probabilities that are fitted on codings.

        Only rows that a person decided about and that are in a fold (0 or more) are used, and
        asked about.
        """
        use = truth.known.any(axis=1) & (folds >= 0)
        readings, known = self.read(frame[use]), truth.rows(use)
        examples = (known.present & known.known & readings.decided).sum(axis=0)
        fitted = fit_calibration(readings, known, folds[use], right)
        return replace(self, calibration=fitted, n_present=tuple(examples.tolist()))

    def describe(self) -> dict[str, object]:
        """Return what the manifest keeps: which model, where, how asked, how calibrated."""
        settings, prompt, fitted = self.reader.settings, self.reader.prompt, self.calibration
        description: dict[str, object] = {
            "coder": "llm",
            "model": settings.model,
            "host": self.reader.client.host,
            "prompt": prompt.name,
            "prompt_sha256": prompt.sha256,
            "repeats": settings.repeats,
            "seed": settings.seed,
            "calibrated": fitted is not None,
        }
        if fitted is not None:
            rounded = fitted.thresholds.round(3).tolist()
            description["probability_from"] = fitted.method
            description["thresholds"] = dict(zip(prompt.themes, rounded, strict=True))
            description["sure_from"] = round(fitted.sure, 3)
            description["examples"] = dict(zip(prompt.themes, self.n_present, strict=True))
        return description


@dataclass(frozen=True)
class LanguageModelRecipe:
    """Makes a calibrated coder out of coded passages, as any recipe does."""

    coder: LanguageModelCoder
    right: float = RIGHT

    def __call__(self, frame: pd.DataFrame, truth: Truth, folds: np.ndarray) -> LanguageModelCoder:
        """Calibrate on the passages of the frame; the model itself does not learn."""
        return self.coder.calibrated(frame, truth, folds, self.right)


def language_model_coder(
    settings: LanguageModelSettings,
    codebook: Codebook,
    cache: Cache | None = None,
    progress: Progress | None = None,
) -> LanguageModelCoder:
    """Return an uncalibrated coder that works with the codebook alone.

    Parameters
    ----------
    cache
        Where answers are kept, such as ``FolderCache``; None: as long as the coder lives.

    Raises
    ------
    UserError
        If stories may not go to the endpoint, or the prompt is unknown. Nothing is sent yet.
    """
    client = ChatClient(settings)
    prompt = load_prompt(settings.prompt, codebook)
    reader = Reader(client, prompt, settings, MemoryCache() if cache is None else cache)
    return LanguageModelCoder(reader, progress=progress)
