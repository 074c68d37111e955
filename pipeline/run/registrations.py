"""Registrations in a run: how well they are kept, and what stories already tell."""

from __future__ import annotations

import pandas as pd

from pipeline.domain import Codebook, Problem
from pipeline.domain.tables import (
    PREFILLED,
    REGISTRATION_DRIFT,
    REGISTRATION_ISSUES,
    REGISTRATION_TEAMS,
)
from pipeline.outcomes import prefilled_records, registration_quality
from pipeline.store import Study


def register(
    study: Study, codebook: Codebook, tables: dict[str, pd.DataFrame]
) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    """Check the registration table, and pre-fill records from the stories.

    Returns
    -------
    tables
        REGISTRATION_ISSUES, REGISTRATION_TEAMS, REGISTRATION_DRIFT (empty without a table of
        registrations) and PREFILLED.
    problems
        Why a registration table could not be read.
    """
    quality, problems = registration_quality(study.outcomes)
    filled = prefilled_records(tables["stories"], tables["passages"], tables["codings"], codebook)
    frames = {"prefilled": PREFILLED.conform(filled)}
    if quality is None:
        empty = (REGISTRATION_ISSUES, REGISTRATION_TEAMS, REGISTRATION_DRIFT)
        return frames | {table.name: table.empty() for table in empty}, problems
    when = pd.to_datetime(quality.flaws["registered_on"]).dt.strftime("%Y-%m-%d")
    issues = quality.flaws.assign(registered_on=when)
    frames["registration_issues"] = REGISTRATION_ISSUES.conform(issues)
    frames["registration_teams"] = REGISTRATION_TEAMS.conform(quality.teams)
    frames["registration_drift"] = REGISTRATION_DRIFT.conform(quality.drift)
    return frames, problems
