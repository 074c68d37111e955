"""Published tables as readers outside the research team get them.

Whatever a page or a report makes of these tables says no more than the tables do, so that one
place decides what may be known. A table that is not named here is given empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import numpy as np
import pandas as pd

from pipeline.config import DisclosureSection
from pipeline.domain import TABLES, Level
from pipeline.findings.cells import Cells
from pipeline.findings.coarse import People, coarse_link
from pipeline.findings.disclosure import ATTRIBUTES, rounded
from pipeline.findings.guard import Members, open_groups, readable_stories, shown_of_each
from pipeline.findings.measures import Kind

Frame = pd.DataFrame
AS_PUBLISHED = ("indicators", "saturation", "codebook_check")
"""Tables about no participant."""
OF_STORIES = ("turning_points", "members", "prefilled")
OF_PASSAGES = ("passages", "labels", "codings", "map", "nearest", "words")
COUNTS = {
    "quality": ("n", "n_present"),
    "evaluation": ("n", "n_present"),
    "agreement": ("n",),
    "reliability": ("n",),
    "candidates": ("n_passages", "n_stories"),
    "registration_teams": ("n", "k"),
    "registration_drift": ("n",),
    "coverage": (),
}
"""Tables that keep their rows; these columns are rounded."""
HIDDEN_COLUMNS = ("source", "sha256", "genre", "age_band", "question", "period")


class GuardedTables(Mapping[str, Frame]):
    """Tables by name, each guarded when first asked for.

    Parameters
    ----------
    tables
        As published.
    rules
        Minimum number of participants and the step of rounding.
    kinds
        Columns of STORIES that are counted by.
    """

    def __init__(
        self, tables: Mapping[str, Frame], rules: DisclosureSection, kinds: tuple[str, ...]
    ) -> None:
        self._tables = tables
        self._rules = rules
        self._kinds = kinds
        self._made: dict[str, Frame] = {}

    def __getitem__(self, name: str) -> Frame:
        if name not in self._made:
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)

    @cached_property
    def readable(self) -> frozenset[str]:
        """Ids of the stories whose words may be read."""
        return readable_stories(self._tables["stories"], self._rules)

    @cached_property
    def opened(self) -> dict[str, dict[str, Members]]:
        """Groups that may be shown, by kind and value, with their participants."""
        return open_groups(self._tables["stories"], self._kinds, self._rules)

    def groups(self, kind: str, name: str = "frequencies") -> tuple[Frame, list[str]]:
        """Return the cells of one kind of group, and the groups that are left out."""
        rows = self[name]
        shown = rows[rows["group_kind"] == kind].reset_index(drop=True)
        stories = self._tables["stories"]
        known = sorted(set(stories.loc[stories[kind] != "", kind]))
        return shown, [name for name in known if name not in self.opened.get(kind, {})]

    def _make(self, name: str) -> Frame:
        own: dict[str, Callable[[], Frame]] = {
            "stories": self._stories,
            "frequencies": lambda: self._cells("frequencies"),
            "candidate_groups": lambda: self._cells("candidate_groups"),
            "findings": self._findings,
            "associations": lambda: self._links("associations", "effect"),
            "quotes": self._quotes,
            "outcomes": self._outcomes,
            "cooccurrence": self._cooccurrence,
            "sequences": self._sequences,
        }
        if name in own:
            return own[name]()
        if name in AS_PUBLISHED:
            return self._tables[name]
        if name in (*OF_STORIES, *OF_PASSAGES):
            return self._of_readable(name)
        if name in COUNTS:
            return self._rounded(self._tables[name], COUNTS[name])
        return TABLES[name].empty()

    def _stories(self) -> Frame:
        """Return the stories that may be read, with what may be told of their teller."""
        stories = self._tables["stories"]
        allowed = shown_of_each(stories, self._rules)
        told = stories.copy()
        for name in ATTRIBUTES:
            told.loc[~allowed[name], name] = ""
        told[list(HIDDEN_COLUMNS)] = ""
        return told[told["story_id"].isin(self.readable)].reset_index(drop=True)

    def _of_readable(self, name: str) -> Frame:
        frame = self._tables[name]
        if "story_id" in frame:
            return frame[frame["story_id"].isin(self.readable)].reset_index(drop=True)
        passages = self._tables["passages"]
        known = passages.loc[passages["story_id"].isin(self.readable), "passage_id"]
        return frame[frame["passage_id"].isin(known)].reset_index(drop=True)

    @cached_property
    def _told(self) -> Frame:
        """Stories as a row each, and for every theme or candidate whether it is told there."""
        codings = self._tables["codings"]
        present = codings.loc[codings["present"], ["story_id", "theme"]].drop_duplicates()
        return present.rename(columns={"theme": "what"})

    def _cells(self, name: str) -> Frame:
        """Return the cells that may be shown, each from rounded counts alone."""
        frame = self._tables[name]
        theme = "theme" if "theme" in frame else "candidate"
        told = self._told if theme == "theme" else self._members()
        rows: list[dict[str, object]] = []
        for what, part in frame.groupby(theme, sort=False):
            holders = frozenset(told.loc[told["what"] == what, "story_id"])
            rows.extend(self._shown_cells.coarse(part.to_dict("records"), holders))
        return TABLES[name].conform(pd.DataFrame(rows)) if rows else TABLES[name].empty()

    @cached_property
    def _shown_cells(self) -> Cells:
        stories = self._tables["stories"]
        groups = {("all", ""): np.ones(len(stories), dtype=bool)}
        for kind, values in self.opened.items():
            column = stories[kind].to_numpy()
            groups |= {(kind, value): np.asarray(column == value, bool) for value in values}
        return Cells(stories, self.readable, groups, self._rules)

    def _members(self) -> Frame:
        members = self._tables["members"][["story_id", "candidate"]].drop_duplicates()
        return members.rename(columns={"candidate": "what"})

    def _findings(self) -> Frame:
        """Return findings with the numbers of the guarded cells and links."""
        findings = self._links("findings", "estimate")
        cells = self["frequencies"]
        whole = cells[cells["group_kind"] == "all"].set_index("theme")
        rows = []
        for row in findings.to_dict("records"):
            if row["kind"] == Kind.PREVALENCE:
                known = row["theme"] in whole.index
                cell = whole.loc[row["theme"]] if known else pd.Series(dtype=object)
                row.update({name: cell.get(name, pd.NA) for name in ("estimate", "low", "high")})
                row["n"] = rounded(int(row["n"]), self._rules)
            rows.append(row)
        return TABLES["findings"].conform(pd.DataFrame(rows)) if rows else findings

    def _links(self, name: str, estimate: str) -> Frame:
        frame = self._tables[name]
        rows: list[dict[str, object]] = []
        for row in frame.to_dict("records"):
            known = self._with_outcome.get(str(row["indicator"]))
            plain = {str(key): value for key, value in row.items()}
            if known is not None:
                tellers = self._tellers.get(str(row["theme"]), frozenset())
                people = People(len(known & tellers), len(known - tellers))
                plain = coarse_link(plain, estimate, people, self._rules)
            rows.append(plain)
        return TABLES[name].conform(pd.DataFrame(rows)) if rows else TABLES[name].empty()

    @cached_property
    def _with_outcome(self) -> dict[str, Members]:
        """Return by indicator on people who has a known outcome and told a story."""
        everyone = frozenset(self._tables["stories"]["participant"])
        outcomes = self._tables["outcomes"].dropna(subset=["value"])
        people = outcomes[outcomes["indicator"].isin(self._about_people)]
        known = {
            str(name): frozenset(part["observation"]) & everyone
            for name, part in people.groupby("indicator")
        }
        return dict.fromkeys(self._about_people, frozenset()) | known

    @cached_property
    def _about_people(self) -> frozenset[str]:
        rows = self._tables["indicators"]
        return frozenset(rows.loc[rows["level"] == Level.PARTICIPANT, "indicator"])

    @cached_property
    def _tellers(self) -> dict[str, Members]:
        """Return by theme who told of it."""
        stories = self._tables["stories"][["story_id", "participant"]]
        told = self._told.merge(stories, on="story_id")
        return {str(name): frozenset(part["participant"]) for name, part in told.groupby("what")}

    def _quotes(self) -> Frame:
        """Return quotes that were not chosen by outcome: those of a theme stand by its links."""
        quotes, findings = self._tables["quotes"], self._tables["findings"]
        quotes = quotes[quotes["story_id"].isin(self.readable)]
        shares = findings[findings["kind"] == Kind.PREVALENCE]
        theme_of = shares.set_index("finding_id")["theme"]
        own = quotes.assign(theme=quotes["finding_id"].map(theme_of)).dropna(subset=["theme"])
        told = own.drop(columns="finding_id").merge(findings[["finding_id", "theme"]], on="theme")
        return TABLES["quotes"].conform(told)

    def _outcomes(self) -> Frame:
        """Return figures of areas, and of people only their mean."""
        outcomes, people = self._tables["outcomes"], self._about_people
        areas = outcomes[~outcomes["indicator"].isin(people)]
        rows = []
        for name, part in outcomes[outcomes["indicator"].isin(people)].groupby("indicator"):
            known = part.dropna(subset=["value"])
            if known["observation"].nunique() >= self._rules.min_participants:
                mean = _coarse_mean(known["value"].astype(float), self._rules)
                rows.append({"indicator": name, "observation": "", "period": "", "value": mean})
        means = TABLES["outcomes"].conform(pd.DataFrame(rows)) if rows else areas.head(0)
        return TABLES["outcomes"].conform(pd.concat([areas, means], ignore_index=True))

    def _cooccurrence(self) -> Frame:
        """Return pairs of which every cell of the two-by-two table is large enough."""
        frame, least = self._tables["cooccurrence"], self._rules.min_participants
        both, a, b, n = (frame[name] for name in ("n_both", "n_a", "n_b", "n"))
        enough = (both >= least) & (a - both >= least) & (b - both >= least)
        frame = frame[enough & (n - a - b + both >= least)].copy()
        frame["ratio"] = frame["ratio"].astype(float).round(1)
        frame["expected"] = frame["expected"].astype(float).round(0)
        return self._rounded(frame, ("n", "n_a", "n_b", "n_both"))

    def _sequences(self) -> Frame:
        frame = self._tables["sequences"]
        frame = frame[frame["n_stories"] >= self._rules.min_participants].copy()
        frame["ratio"] = frame["ratio"].astype(float).round(1)
        frame["expected"] = frame["expected"].astype(float).round(0)
        return self._rounded(frame, ("n", "n_stories"))

    def _rounded(self, frame: Frame, columns: tuple[str, ...]) -> Frame:
        result = frame.copy()
        for name in columns:
            counts = [
                pd.NA if pd.isna(value) else rounded(int(value), self._rules)
                for value in result[name]
            ]
            result[name] = pd.Series(counts, index=result.index, dtype="Int64")
        return result.reset_index(drop=True)


def _coarse_mean(values: pd.Series[float], rules: DisclosureSection) -> float:
    """Return a mean that does not give away how many people have one of two values."""
    kinds = sorted(set(values))
    if len(kinds) > 2:
        return round(float(values.mean()), 1)
    low, high = kinds[0], kinds[-1]
    share = min(rounded(int((values == high).sum()), rules), len(values)) / len(values)
    return round(low + share * (high - low), 2)
