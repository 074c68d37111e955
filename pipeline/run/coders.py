"""Which coder a study asks for, and what that coder needs of this computer."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from pipeline.coding import Wish, default_version
from pipeline.config import Settings
from pipeline.domain import Codebook
from pipeline.embedding import load_embedder
from pipeline.run.progress import Progress

API_KEY = "VERTELLEN_LLM_API_KEY"
"""Environment variable with the key of a server that asks for one; never in a file."""


def coder_wish(
    settings: Settings,
    codebook: Codebook,
    answers: Path | None = None,
    progress: Progress | None = None,
) -> Wish:
    """Return what a study asks of its coder.

    Parameters
    ----------
    answers
        Where the answers of a language model are kept; None: only in memory.
    """
    return Wish(
        codebook,
        settings.coding,
        settings.llm,
        answers,
        os.environ.get(API_KEY, ""),
        _teller(progress) if progress is not None else None,
    )


def coder_identity(settings: Settings) -> dict[str, object]:
    """Return the models that a coder's results depend on, for keys of results.

    Raises
    ------
    UserError
        If a sentence transformer is asked for and not there.
    """
    identity: dict[str, object] = {"default_version": default_version()}
    if settings.coding.coder == "sentence_transformer" and settings.coding.model:
        identity["model"] = load_embedder(settings.coding.model).identity()
    return identity


def _teller(progress: Progress) -> Callable[[int, int], None]:
    """Return a listener that shows passages as steps; each time counting starts, a new bar."""
    before = 0

    def tell(done: int, total: int) -> None:
        nonlocal before
        if done <= before or before == 0:
            progress.begin("ask", total)
            before = 0
        for _ in range(done - before):
            progress.advance()
        before = done if done < total else 0

    return tell
