"""Simulated registrations of clients: who, where, when, and how it went.

Those who told a story stand among some 1,300 who did not. What is planted is planted for the
storytellers only, from the adjudicated themes of their stories; for the others the same
figures follow the mean.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from havenrijk.stories import Told

CLIENTS = 1400
YOUNG = frozenset({"12-15", "16-18", "19-23"})
TEAMS = {
    "Noord": ("Noorderkade", "De Werf", "Kanaaleiland"),
    "Centrum": ("Binnenstad", "Stationskwartier", "Oud-Zuidwal"),
    "West": ("Tuinstad West", "Molenbuurt", "Vogelhoek"),
    "Buiten": ("Het Zand", "Polderrand", "Rietlanden"),
}
WORKERS = 9
"""Per team."""
AGES = {
    "jongerenwerk": ("12-15", "16-18", "19-23"),
    "opvoedsteun": ("24-35", "36-50"),
    "ouderenwerk": ("51-67", "68+"),
}
OTHER_AGES = ("19-23", "24-35", "36-50", "51-67")
FIRST_DAY, LAST_DAY = dt.date(2022, 1, 3), dt.date(2025, 12, 19)


@dataclass(frozen=True)
class Difference:
    """A planted difference between storytellers with and without a theme.

    Parameters
    ----------
    with_theme, without
        Mean (a grade) or probability in both groups.
    """

    indicator: str
    theme: str
    with_theme: float
    without: float

    @property
    def size(self) -> float:
        """Target of the difference."""
        return self.with_theme - self.without


GRADE = Difference("tevredenheid_client", "drempels", 6.2, 7.7)
ARRANGEMENT = Difference("schuldregeling_gestart", "grip_op_geld", 0.55, 0.15)
LEFT_SCHOOL = Difference("vsv_jongere", "juiste_zetje", 0.15, 0.45)
GRADE_SPREAD = 1.1
GRADE_KNOWN = 0.85
"""Share of clients who filled in a grade."""
MEAN_CONTACTS, SHAPE_CONTACTS = 9.0, 2.5
"""Negative binomial: most have few contacts, some have many. Goes with no theme."""


def simulate_people(told: Told, rng: np.random.Generator) -> pd.DataFrame:
    """Return one row per client, without flaws and without registration numbers."""
    tellers = _tellers(told, rng)
    others = _others(told, CLIENTS - len(tellers), rng)
    tellers = _planted(tellers, told.by_participant, rng)
    others = _unplanted(others, rng)
    people = pd.concat([tellers, others], ignore_index=True)
    people["contacts"] = 1 + rng.negative_binomial(
        SHAPE_CONTACTS, SHAPE_CONTACTS / (SHAPE_CONTACTS + MEAN_CONTACTS - 1), len(people)
    )
    unknown = rng.random(len(people)) > GRADE_KNOWN
    people["satisfaction"] = people["satisfaction"].astype("Int64").mask(unknown)
    return _registered(people, rng)


def _tellers(told: Told, rng: np.random.Generator) -> pd.DataFrame:
    """Return everybody who told a story alone; groups are no clients."""
    alone = told.metadata[told.metadata["genre"] != "groepsgesprek"].sort_values("period")
    first = alone.groupby("participant", sort=True).first()
    last = alone.groupby("participant", sort=True)["period"].last()
    starts, ends = [], []
    for begin, end in zip(first["period"], last, strict=True):
        start = _day(begin) - dt.timedelta(days=int(rng.integers(20, 300)))
        starts.append(max(start, FIRST_DAY - dt.timedelta(days=300)))
        ends.append(_day(end) + dt.timedelta(days=int(rng.integers(92, 400))))
    rows = first[["wijk", "programme", "age_band"]].assign(start_date=starts, end_date=ends)
    return rows.reset_index().assign(told=True)


def _others(told: Told, n: int, rng: np.random.Generator) -> pd.DataFrame:
    taken = {int(p[2:]) for p in told.metadata["participant"] if p.startswith("P-")}
    free = np.setdiff1d(np.arange(100, 10_000), sorted(taken))
    shares = told.metadata["programme"].value_counts(normalize=True).sort_index()
    programmes = rng.choice(shares.index.to_numpy(), n, p=shares.to_numpy())
    starts = [FIRST_DAY + dt.timedelta(days=int(d)) for d in rng.integers(0, 1440, n)]
    lengths = rng.integers(40, 420, n)
    return pd.DataFrame(
        {
            "participant": [f"P-{number:04}" for number in rng.choice(free, n, replace=False)],
            "wijk": rng.choice(sorted(told.metadata["wijk"].unique()), n),
            "programme": programmes,
            "age_band": [str(rng.choice(AGES.get(p, OTHER_AGES))) for p in programmes],
            "start_date": starts,
            "end_date": [
                s + dt.timedelta(days=int(d)) for s, d in zip(starts, lengths, strict=True)
            ],
            "told": False,
        }
    )


def _planted(tellers: pd.DataFrame, themes: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    has = themes.loc[tellers["participant"]].reset_index(drop=True).astype(bool)
    grade = np.where(has[GRADE.theme], GRADE.with_theme, GRADE.without)
    noise = GRADE_SPREAD * rng.standard_normal(len(tellers))
    young = tellers["age_band"].isin(YOUNG)
    return tellers.assign(
        satisfaction=np.clip(np.rint(grade + noise), 1, 10).astype(int),
        schuldregeling=_quota(has[ARRANGEMENT.theme], ARRANGEMENT, rng),
        vsv=_quota(has[LEFT_SCHOOL.theme].where(young), LEFT_SCHOOL, rng),
    )


def _quota(has: pd.Series, planted: Difference, rng: np.random.Generator) -> list[str]:
    """Return ja, nee or nothing, with exactly the planted share of ja in both groups.

    Whole people make the share as exact as the group's size allows; who they are is chance.
    """
    answers = np.full(len(has), "", dtype=object)
    for value, share in ((True, planted.with_theme), (False, planted.without)):
        members = rng.permutation(np.flatnonzero((has == value).to_numpy(dtype=bool)))
        yes = round(share * len(members))
        answers[members[:yes]] = "ja"
        answers[members[yes:]] = "nee"
    return [str(answer) for answer in answers]


def _unplanted(others: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    n = len(others)
    mean = (GRADE.with_theme + GRADE.without) / 2
    grades = np.clip(np.rint(mean + (GRADE_SPREAD + 0.2) * rng.standard_normal(n)), 1, 10)
    arranged = _yes_no(rng.random(n) < np.where(others["programme"] == "schuldhulp", 0.5, 0.1))
    left = _yes_no(rng.random(n) < (LEFT_SCHOOL.with_theme + LEFT_SCHOOL.without) / 2)
    young = others["age_band"].isin(YOUNG)
    return others.assign(
        satisfaction=grades.astype(int),
        schuldregeling=arranged,
        vsv=[answer if y else "" for answer, y in zip(left, young, strict=True)],
    )


def _yes_no(values: Sequence[bool] | np.ndarray) -> list[str]:
    return ["ja" if value else "nee" for value in values]


def _registered(people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Add team, worker, and the day on which the registration was entered."""
    team_of = {wijk: team for team, wijken in TEAMS.items() for wijk in wijken}
    team = people["wijk"].map(team_of)
    numbers = rng.integers(1, WORKERS + 1, len(people))
    worker = [f"{t[0]}{n:02}" for t, n in zip(team, numbers, strict=True)]
    delay = rng.integers(0, 22, len(people))
    entered = [
        s + dt.timedelta(days=int(d)) for s, d in zip(people["start_date"], delay, strict=True)
    ]
    running = people["end_date"] > LAST_DAY
    return people.assign(
        team=team,
        worker=worker,
        registered_on=entered,
        end_date=people["end_date"].where(~running),
    )


def _day(period: str) -> dt.date:
    """Return the first day of a quarter."""
    return dt.date(int(period[:4]), 3 * int(period[5]) - 2, 1)
