"""Which coder a run used, in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.text import Texts


def coder_sentence(coder: Mapping[str, Any], t: Texts) -> str:
    """Return who coded and how, out of what the coder said of itself in the manifest.

    Parameters
    ----------
    coder
        As ``describe`` gave it; empty when no machine coded.
    """
    name = str(coder.get("coder", ""))
    if not name:
        return "–"
    known = {"builtin": _builtin, "llm": _llm, "sentence_transformer": _vectors}
    about = known[name](coder, t) if name in known else ""
    return f"{name}: {about}" if about else name


def _builtin(coder: Mapping[str, Any], t: Texts) -> str:
    base = str(coder.get("builds_on", ""))
    more = t("explorer.coder.builds_on") if base else t("explorer.coder.own_only")
    return f"{t('coding.coder.builtin')}. {more}"


def _llm(coder: Mapping[str, Any], t: Texts) -> str:
    said = t(
        "explorer.coder.llm",
        model=str(coder.get("model", "")),
        host=str(coder.get("host", "")),
        prompt=str(coder.get("prompt", "")),
        repeats=int(coder.get("repeats", 1)),
    )
    sure = "calibrated" if coder.get("calibrated") else "uncalibrated"
    return f"{said} {t(f'explorer.coder.{sure}')}"


def _vectors(coder: Mapping[str, Any], t: Texts) -> str:
    return t("explorer.coder.vectors", model=str(coder.get("model", "")))
