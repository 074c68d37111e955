"""Published results as readers outside the research team get them."""

from __future__ import annotations

from functools import cached_property

import pandas as pd

from pipeline.domain.readers import Role
from pipeline.findings import GuardedTables, rounded
from pipeline.store import Results, Study


class GuardedResults(Results):
    """Results of which every table is guarded; see ``pipeline.findings.guarded``.

    Raises
    ------
    UserError
        When opened before the first run.
    """

    guarded = True

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        settings = study.settings
        self._published = _Published(study)
        self.tables = GuardedTables(self._published, settings.disclosure, settings.frequency.groups)

    @cached_property
    def story_count(self) -> int:
        """How many stories there are, those that may not be read included; rounded."""
        return rounded(len(self._published["stories"]), self.settings.disclosure)

    def table(self, name: str) -> pd.DataFrame:
        """Return one guarded table.

        Raises
        ------
        KeyError
            If there is no such table.
        """
        return self.tables[name]


class _Published(dict[str, pd.DataFrame]):
    """The tables as published, each read when first asked for."""

    def __init__(self, study: Study) -> None:
        super().__init__()
        self._results = Results(study)

    def __missing__(self, name: str) -> pd.DataFrame:
        self[name] = self._results.table(name)
        return self[name]


def results_for(study: Study, role: Role) -> Results:
    """Return the results of a study as a role may see them.

    Raises
    ------
    UserError
        When there are none yet.
    """
    return Results(study) if role is Role.RESEARCHER else GuardedResults(study)
