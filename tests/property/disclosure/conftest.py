"""Made-up studies of any shape, and a reader who tries to learn what was not shown."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline.config import DisclosureSection
from pipeline.domain import TABLES
from pipeline.findings import GuardedTables
from pipeline.findings.coarse import coarse_cell

RULES = DisclosureSection()
KINDS = ("wijk", "programme", "period")
THEMES = ("steun", "drempel")
SHOWN = ("k", "n", "estimate", "low", "high")


def tables_of(rng: np.random.Generator, people: int, rarest: float) -> dict[str, pd.DataFrame]:
    """A study of some people, each with one story, in groups of very different sizes."""
    sizes = rng.dirichlet([0.6] * 6)
    stories = pd.DataFrame(
        {
            "story_id": [f"S{i:03d}" for i in range(people)],
            "participant": [f"P{i:03d}" for i in range(people)],
            "text": "tekst",
            "source": "s",
            "sha256": "0",
            "genre": "brief",
            "teller": rng.choice(["jongere", "ouder", "client"], people, p=[0.6, 0.3, 0.1]),
            "age_band": "16-18",
            "programme": rng.choice(["een", "twee", "drie"], people, p=[0.7, 0.2, 0.1]),
            "question": "",
            "wijk": rng.choice([f"wijk{i}" for i in range(6)], people, p=sizes),
            "period": rng.choice(["2024K1", "2024K2"], people, p=[0.9, 0.1]),
            "consent": rng.random(people) > rng.choice([0.0, 0.05, 0.3]),
        }
    )
    told = {theme: rng.random(people) < rng.choice([rarest, 0.5, 0.95]) for theme in THEMES}
    codings = pd.DataFrame(
        [
            {
                "passage_id": f"{story}.1",
                "story_id": story,
                "theme": theme,
                "present": bool(told[theme][place]),
                "by": "human",
                "coder": "adjudicated",
            }
            for place, story in enumerate(stories["story_id"])
            for theme in THEMES
        ]
    )
    tables = {"stories": stories, "codings": codings}
    tables["frequencies"] = _frequencies(stories, told)
    return {name: TABLES[name].conform(frame) for name, frame in tables.items()}


def _frequencies(stories: pd.DataFrame, told: dict[str, np.ndarray]) -> pd.DataFrame:
    rows = []
    groups = [("all", "")] + [(kind, one) for kind in KINDS for one in stories[kind].unique()]
    for (kind, value), theme in itertools.product(groups, THEMES):
        inside = np.ones(len(stories), bool) if kind == "all" else (stories[kind] == value)
        n, k = int(inside.sum()), int(told[theme][inside].sum())
        rows.append(
            {
                "theme": theme,
                "group_kind": kind,
                "group": value,
                "unit": "story",
                "n": n,
                "k": k,
                "estimate": k / n,
                "low": 0.0,
                "high": 1.0,
                "method": "human",
                "n_human": n,
                "indicative": False,
            }
        )
    return pd.DataFrame(rows)


class Attacker:
    """Knows the rules, who is in which group, and every word that may be read.

    Per theme, every number on every page is a bound on a sum over the people whose words cannot be
    read. Whatever is the same in all solutions of those bounds is learned.
    """

    def __init__(self, tables: dict[str, pd.DataFrame], guarded: GuardedTables) -> None:
        self.stories, self.cells = tables["stories"], guarded["frequencies"]
        read = set(guarded["stories"]["story_id"])
        self.hidden = self.stories[~self.stories["story_id"].isin(read)].reset_index(drop=True)
        codings = guarded["codings"]
        self.seen = codings[codings["present"]]
        self._known: dict[str, list[tuple[np.ndarray, int, int]]] = {}

    def bounds(self, theme: str) -> list[tuple[np.ndarray, int, int]]:
        """Return who is in a cell, and the fewest and most of them that can have the theme."""
        if theme not in self._known:
            self._known[theme] = self._bounds(theme)
        return self._known[theme]

    def _bounds(self, theme: str) -> list[tuple[np.ndarray, int, int]]:
        holders = set(self.seen.loc[self.seen["theme"] == theme, "story_id"])
        found = []
        for cell in self.cells[self.cells["theme"] == theme].to_dict("records"):
            if pd.isna(cell["estimate"]):
                continue
            kind, value = cell["group_kind"], cell["group"]
            group = self.stories if kind == "all" else self.stories[self.stories[kind] == value]
            mine = self.hidden["story_id"].isin(group["story_id"]).to_numpy()
            seen, unread = int(group["story_id"].isin(holders).sum()), int(mine.sum())
            possible = [
                k
                for k in range(seen, seen + unread + 1)
                if self._fits(cell, group, k, seen, unread)
            ]
            found.append((mine, min(possible) - seen, max(possible) - seen))
        return found

    def _fits(self, cell, group, k, seen, unread) -> bool:
        true = {
            **cell,
            "n": len(group),
            "k": k,
            "estimate": k / len(group),
            "low": 0.0,
            "high": 1.0,
        }
        shown = coarse_cell(true, seen, unread, RULES)
        return all(shown[name] == cell[name] for name in SHOWN)

    def learns(self, theme: str, who: np.ndarray) -> bool:
        """Say whether the number of these hidden people who have the theme is known exactly."""
        bounds = self.bounds(theme)
        if not bounds:
            return False
        matrix = np.array([mine.astype(float) for mine, _, _ in bounds])
        limits = LinearConstraint(matrix, [b for _, b, _ in bounds], [b for _, _, b in bounds])
        ends = [
            milp(
                sign * who.astype(float),
                constraints=limits,
                integrality=np.ones(len(who)),
                bounds=Bounds(0, 1),
            )
            for sign in (1, -1)
        ]
        assert all(one.success for one in ends)
        return round(ends[0].fun) == round(-ends[1].fun)


@pytest.fixture(scope="session")
def make_study():
    def made(seed: int, people: int, rarest: float = 0.05):
        tables = tables_of(np.random.default_rng(seed), people, rarest)
        return tables, GuardedTables(tables, RULES, KINDS)

    return made


@pytest.fixture(scope="session")
def attacker():
    return Attacker
