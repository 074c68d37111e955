"""What there is to learn from besides a study's own codings: the texts of its codebook."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pipeline.coding.frame import CONTEXT
from pipeline.coding.labels import Truth
from pipeline.domain import Codebook


def codebook_material(
    codebook: Codebook, learned: Sequence[str] = ()
) -> tuple[pd.DataFrame, Truth]:
    """Return the codebook's definitions and examples as coded passages.

    Each text is present for its own theme and absent for the others. What a theme excludes
    is left out: those words belong to its neighbours.

    Parameters
    ----------
    learned
        Themes that an earlier model knows: their texts are left undecided, for stories have
        taught more than a definition can.
    """
    texts = [
        (text, number)
        for number, theme in enumerate(codebook.themes)
        for text in (
            f"{theme.label}. {theme.definition}",
            theme.include,
            *theme.examples,
            *theme.implicit_examples,
        )
        if text
    ]
    present = np.zeros((len(texts), len(codebook.themes)), dtype=bool)
    for row, (_, column) in enumerate(texts):
        present[row, column] = True
    words = [text for text, _ in texts]
    frame = pd.DataFrame(
        {
            "passage_id": [f"codebook.{row}" for row in range(len(texts))],
            "story_id": "codebook",
            "text": words,
            "words": words,
            "offset": 0,
            "is_question": False,
            "speaker": "",
            **dict.fromkeys(("before", "after", "asked", *CONTEXT), ""),
            "place": 0.5,
        }
    )
    known = np.ones_like(present)
    known[:, [theme in learned for theme in codebook.ids]] = False
    return frame, Truth(known, present & known)
