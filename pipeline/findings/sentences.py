"""A finding as one sentence in plain words, with number, margin and n.

An association is never worded as a cause: a test reads every sentence for such words.
"""

from __future__ import annotations

from bisect import bisect_right

import pandas as pd

from pipeline.domain import Strength, Theme
from pipeline.findings.measures import Measure, Row, measure_of
from pipeline.text import Language, Texts, interval, number, percent, texts

PARTS = (
    (0.05, "almost_none"),
    (0.15, "few"),
    (0.22, "fifth"),
    (0.29, "quarter"),
    (0.38, "third"),
    (0.46, "two_fifths"),
    (0.54, "half"),
    (0.63, "over_half"),
    (0.71, "two_thirds"),
    (0.79, "three_quarters"),
    (0.92, "most"),
)
"""Upper bounds of shares and the words for them; from .92 on: nearly all."""

REASON_PLACES = ("outcomes.reason", "findings.reason", "outcomes.method")
CAVEAT_PLACES = ("outcomes.caveat", "findings.caveat")


def sentence(
    finding: Row, theme: Theme, indicator: Row | None = None, language: Language = "nl"
) -> str:
    """Return a finding as one sentence.

    Parameters
    ----------
    finding
        Row of FINDINGS.
    theme
        The theme that the finding is about.
    indicator
        Row of INDICATORS; ``None`` for a prevalence.
    language
        ``"nl"`` or ``"en"``.

    Raises
    ------
    ValueError
        If the finding is an association and no indicator is given.
    """
    measure = measure_of(finding)
    if measure in (Measure.STORY_SHARE, Measure.PARTICIPANT_SHARE):
        return _prevalence(finding, theme, measure, texts(language))
    if indicator is None:
        raise ValueError(f"finding {finding['finding_id']} needs its indicator")
    return _association(finding, theme, indicator, measure, texts(language))


def theme_label(theme: Theme, language: Language) -> str:
    """Return a theme's name in a language, in Dutch where there is no other."""
    return theme.label_en if language == "en" and theme.label_en else theme.label


def indicator_label(indicator: Row, language: Language) -> str:
    """Return an indicator's name in a language, in Dutch where there is no other."""
    english = str(indicator["label_en"])
    return english if language == "en" and english else str(indicator["label"])


def estimate_text(finding: Row, language: Language = "nl") -> str:
    """Return the number of a finding alone, such as ``"46%"``; a dash when there is none."""
    if pd.isna(finding["estimate"]):
        return "–"
    return _shown(float(finding["estimate"]), measure_of(finding), language)


def margin_text(finding: Row, language: Language = "nl") -> str:
    """Return the margin of a finding alone, such as ``"38 tot 54%"``; a dash when unknown."""
    if pd.isna(finding["low"]) or pd.isna(finding["high"]):
        return "–"
    measure = measure_of(finding)
    low, high = float(finding["low"]), float(finding["high"])
    if measure in (Measure.STORY_SHARE, Measure.PARTICIPANT_SHARE):
        return interval(low, high, language=language)
    word = texts(language)("common.to")
    return f"{_shown(low, measure, language)} {word} {_shown(high, measure, language)}"


def strength_text(strength: int, language: Language = "nl") -> str:
    """Return the name of a strength, 0 to 4."""
    return texts(language)(f"findings.strength.{int(strength)}")


def reason_texts(codes: str, language: Language = "nl") -> list[str]:
    """Return why a finding has its strength: the sentences of its reason codes."""
    return _sentences(codes, REASON_PLACES, texts(language))


def caveat_texts(codes: str, language: Language = "nl") -> list[str]:
    """Return what a finding does not say: the sentences of its caveat codes."""
    return _sentences(codes, CAVEAT_PLACES, texts(language))


def part_word(share: float, language: Language = "nl") -> str:
    """Return a share in words, such as ``"ongeveer een kwart van de"``."""
    place = bisect_right([bound for bound, _ in PARTS], share)
    name = PARTS[place][1] if place < len(PARTS) else "nearly_all"
    return texts(language)(f"findings.part.{name}")


def unit_word(finding: Row, indicator: Row | None, language: Language = "nl") -> str:
    """Return what was counted, in the plural: stories, tellers, districts."""
    measure = measure_of(finding)
    if measure is Measure.STORY_SHARE:
        return texts(language)("findings.unit.story")
    if measure is Measure.SPEARMAN and indicator is not None:
        return texts(language)(f"findings.unit.{indicator['level']}")
    return texts(language)("findings.unit.participant")


def _prevalence(finding: Row, theme: Theme, measure: Measure, catalogue: Texts) -> str:
    language = catalogue.language
    values = {
        "theme": theme_label(theme, language),
        "n": number(int(finding["n"]), language=language),
        "unit": unit_word(finding, None, language),
    }
    if pd.isna(finding["estimate"]):
        return catalogue("findings.sentence.unknown_share", **values)
    return catalogue(
        f"findings.sentence.{measure.value}",
        part=part_word(float(finding["estimate"]), language),
        estimate=estimate_text(finding, language),
        margin=margin_text(finding, language),
        **values,
    )


def _association(
    finding: Row, theme: Theme, indicator: Row, measure: Measure, catalogue: Texts
) -> str:
    language = catalogue.language
    values = {
        "theme": theme_label(theme, language),
        "indicator": indicator_label(indicator, language),
        "n": number(int(finding["n"]), language=language),
        "unit": unit_word(finding, indicator, language),
    }
    bounds = [finding[name] for name in ("estimate", "low", "high")]
    if any(pd.isna(value) for value in bounds):
        return catalogue("findings.sentence.too_little", **values)
    estimate, low, high = (float(value) for value in bounds)
    values["amount"] = str(indicator["unit"])
    if low <= 0 <= high:
        kind = "unclear"
    else:
        kind = "higher" if estimate > 0 else "lower"
        if int(finding["strength"]) < Strength.ASSOCIATION_HOLDS:
            kind = f"maybe_{kind}"
        if estimate < 0 and measure is not Measure.SPEARMAN:
            estimate, low, high = -estimate, -high, -low
    shown = {"estimate": estimate, "low": low, "high": high}
    numbers = {name: _plain(value, measure, language) for name, value in shown.items()}
    return catalogue(f"findings.sentence.{measure.value}.{kind}", **values, **numbers)


def _plain(value: float, measure: Measure, language: Language) -> str:
    """Return a number without its unit."""
    if measure is Measure.SPEARMAN:
        return number(value, 2, language)
    if measure is Measure.RISK_DIFFERENCE:
        return number(100 * value, 0, language)
    return number(value, 1, language)


def _shown(value: float, measure: Measure, language: Language) -> str:
    """Return a number with its unit where it has a short one."""
    if measure in (Measure.STORY_SHARE, Measure.PARTICIPANT_SHARE):
        return percent(value, 0, language)
    return _plain(value, measure, language)


def _sentences(codes: str, places: tuple[str, ...], catalogue: Texts) -> list[str]:
    found = []
    for code in codes.split():
        keys = [f"{place}.{code}" for place in places if catalogue.has(f"{place}.{code}")]
        if keys:
            found.append(catalogue(keys[0]))
    return found
