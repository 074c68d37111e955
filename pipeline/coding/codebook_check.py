"""Whether a coder recognises what the codebook itself gives as examples."""

from __future__ import annotations

import pandas as pd

from pipeline.coding.frame import prepare
from pipeline.coding.protocol import Coder
from pipeline.domain import Codebook
from pipeline.domain.tables import PASSAGES

NAMED, IMPLIED = "named", "implied"


def check_codebook(codebook: Codebook, coder: Coder) -> pd.DataFrame:
    """Return for every example of every theme what the coder makes of it.

    Parameters
    ----------
    coder
        Knows exactly the themes of the codebook, in its order.

    Returns
    -------
    pd.DataFrame
        Columns theme, kind (``named`` or ``implied``), number (from 1 within theme and kind),
        probability, recognised (the coder says present) and rank (of the theme among all, 1 is
        most probable). Near misses are the other themes' examples: ``also`` counts the themes
        besides its own that the coder sees in it. Empty for a coder that reads the examples
        along with its question, as a language model does: it would only repeat them.
    """
    examples = [
        (theme.id, kind, number, text)
        for theme in codebook.themes
        for kind, texts in ((NAMED, theme.examples), (IMPLIED, theme.implicit_examples))
        for number, text in enumerate(texts, start=1)
    ]
    columns = ["theme", "kind", "number", "probability", "recognised", "rank", "also"]
    if not examples or coder.literal:
        return pd.DataFrame(columns=columns)
    suggestions = coder.suggest(prepare(_as_passages([text for *_, text in examples])))
    present, rows = suggestions.present, []
    for row, (theme, kind, number, _) in enumerate(examples):
        column = codebook.ids.index(theme)
        chances = suggestions.probability[row]
        recognised = bool(present[row, column])
        rank = int((chances > chances[column]).sum()) + 1
        also = int(present[row].sum()) - recognised
        rows.append((theme, kind, number, float(chances[column]), recognised, rank, also))
    return pd.DataFrame(rows, columns=columns)


def _as_passages(texts: list[str]) -> pd.DataFrame:
    """Return each text as the only passage of a story of its own, in this order."""
    rows = [
        {
            "passage_id": f"{number:05d}",
            "story_id": f"{number:05d}",
            "number": 1,
            "start": 0,
            "end": len(text),
            "source_start": 0,
            "source_end": len(text),
            "speaker": "",
            "is_question": False,
            "text": text,
        }
        for number, text in enumerate(texts)
    ]
    return PASSAGES.conform(pd.DataFrame(rows))
