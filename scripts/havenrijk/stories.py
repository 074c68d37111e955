"""What the simulation knows of the stories: who told them, where, and which themes they have."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd


@dataclass(frozen=True)
class Told:
    """Stories with their adjudicated themes.

    Parameters
    ----------
    metadata
        One row per story, indexed by ``story_id``.
    present
        Stories by themes: 1 where a passage has the theme.
    """

    metadata: pd.DataFrame
    present: pd.DataFrame

    @property
    def shares(self) -> pd.DataFrame:
        """Share of a wijk's stories with each theme: wijken by themes, sorted by wijk."""
        return self.present.groupby(self.metadata["wijk"]).mean().sort_index()

    @property
    def by_participant(self) -> pd.DataFrame:
        """1 where any of a participant's stories has the theme: participants by themes."""
        return self.present.groupby(self.metadata["participant"]).max()


def read_told(corpus: Path) -> Told:
    """Read ``metadata.csv`` and ``codings/adjudicated.csv`` of the example study."""
    metadata = pd.read_csv(corpus / "metadata.csv", keep_default_na=False).set_index("story_id")
    codings = pd.read_csv(corpus / "codings" / "adjudicated.csv", keep_default_na=False)
    coded = codings[codings["theme"] != ""]
    present = pd.crosstab(coded["story_id"], coded["theme"]).clip(upper=1)
    return Told(metadata, present.reindex(metadata.index, fill_value=0))
