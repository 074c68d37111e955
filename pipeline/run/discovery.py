"""Discovery in a run: what people decided about candidates, and which candidates there are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, replace
from typing import Any

import pandas as pd

from pipeline.discovery import (
    Decided,
    apply_decisions,
    candidate_groups,
    cooccurrence,
    coverage,
    discover,
    map_table,
    saturation_curve,
    sequences,
)
from pipeline.discovery.material import prepare
from pipeline.domain import Codebook
from pipeline.domain.discovered import CANDIDATES, MEMBERS
from pipeline.embedding import Embedder
from pipeline.language import (
    LanguageModel,
    find_pipeline,
    folder_sha256,
    load_language,
    models_folder,
)
from pipeline.run.inputs import Inputs
from pipeline.run.keys import code_key
from pipeline.run.progress import Progress
from pipeline.store import Cache, Study, content_key, frame_key

Tables = dict[str, pd.DataFrame]
SCOPES = ("residual", "all")
_SPAN = ["set", "story_id", "start", "end", "theme", "decision"]
_EMPTY_EVIDENCE = ["evidence_start", "evidence_end", "sure"]


def with_decisions(
    inputs: Inputs, history: pd.DataFrame, journal: pd.DataFrame
) -> tuple[Inputs, Decided]:
    """Return the input with the codebook and the codings that people's decisions made of it.

    Parameters
    ----------
    history
        The journal, decisions taken back included.
    journal
        Codings out of the journal, as ``journal_codings`` gives them.

    Returns
    -------
    inputs
        ``codings`` holds the coding sets and people's own codings: those of a merged theme
        under the name that took its place, those of a split theme left out.
    decided
        What was made of the candidates.
    """
    decided = apply_decisions(inputs.codebook, history)
    accepted = decided.codings.assign(**dict.fromkeys(_EMPTY_EVIDENCE))
    made = accepted.astype({name: journal[name].dtype for name in journal.columns})
    # A person's own coding of the same span goes before the one that came with the theme.
    own = pd.concat([made, journal], ignore_index=True)
    together = pd.concat([inputs.codings, own], ignore_index=True)
    renamed = together["theme"].replace(dict(decided.renamed))
    together = together.assign(theme=renamed)
    together = together[~together["theme"].isin(decided.retired)]
    together = together.drop_duplicates(_SPAN, keep="last")
    later = tuple(name for name in decided.codebook.ids if name not in inputs.codebook.ids)
    made_of = replace(inputs, codebook=decided.codebook, codings=together, later=later)
    return made_of, decided


def discover_themes(
    study: Study,
    inputs: Inputs,
    tables: Tables,
    embedder: Embedder,
    cache: Cache,
    progress: Progress,
) -> tuple[Tables, dict[str, Any]]:
    """Look for candidate themes, in what the codebook leaves uncovered and in everything.

    Returns
    -------
    tables
        CANDIDATES, MEMBERS, COOCCURRENCE, SEQUENCES, SATURATION, GROUPS and MAP by name.
    description
        How they were found, per scope, with remarks; and what share is covered.
    """
    progress.begin("discover", 4)
    seed = study.settings.study.seed
    found: list[Tables] = []
    description: dict[str, Any] = {}
    for scope in SCOPES:
        frames, description[scope] = _found(study, inputs, tables, embedder, cache, scope)
        found.append(frames)
        progress.advance()
    candidates, members = _joined(found)
    told = prepare(tables["passages"], None, residual=False).passages
    key = content_key(
        frame_key(told),
        [embedder.name, embedder.version, embedder.sha256],
        seed,
        code_key("discovery"),
    )

    def place() -> tuple[Tables, object]:
        vectors = embedder.encode(told["text"].tolist())
        return {"map": map_table(told["passage_id"].tolist(), vectors, seed)}, None

    placed = cache.frames("map", key, place)[0]
    progress.advance()
    made = {"candidates": candidates, "members": members, **placed}
    made |= _relations(tables, made, inputs.codebook, seed, cache)
    stable = candidates.loc[candidates["stable"], "candidate"]
    covered = coverage(
        tables["passages"], tables["codings"], members[members["candidate"].isin(stable)]
    )
    description["coverage"] = asdict(covered)
    progress.advance()
    return made, description


def _found(
    study: Study,
    inputs: Inputs,
    tables: Tables,
    embedder: Embedder,
    cache: Cache,
    scope: str,
) -> tuple[Tables, object]:
    """Look for candidates in one scope; an unchanged corpus and codebook are not searched again."""
    seed, present = study.settings.study.seed, _present(tables["codings"])
    key = content_key(
        frame_key(tables["passages"]),
        frame_key(present),
        asdict(inputs.codebook),
        [embedder.name, embedder.version, embedder.sha256],
        _pipeline_hash(study.settings.language.pipeline),
        seed,
        scope,
        code_key("discovery", "language.py"),
    )

    def compute() -> tuple[Tables, object]:
        result = discover(
            tables["passages"],
            embedder.encode,
            inputs.codebook,
            present,
            seed,
            residual=scope == "residual",
            language=_parser(study.settings.language.pipeline),
        )
        remarks = [asdict(problem) for problem in result.problems]
        frames = {"candidates": result.candidates, "members": result.members}
        return frames, {**result.description, "remarks": remarks}

    return cache.frames(f"discover-{scope}", key, compute)


def _relations(tables: Tables, made: Tables, codebook: Codebook, seed: int, cache: Cache) -> Tables:
    """Return how themes stand to each other in stories, and candidates to groups of stories."""
    present = _present(tables["codings"])[["passage_id", "story_id", "theme"]]
    stories = tables["stories"].drop(columns=["text", "sha256", "source"])
    order = tables["passages"][["passage_id", "story_id", "number"]]
    key = content_key(
        *(frame_key(frame) for frame in (present, stories, order, made["members"])),
        list(codebook.ids),
        seed,
        code_key("discovery"),
    )

    def compute() -> tuple[Tables, object]:
        ids = stories["story_id"].tolist()
        frames = {
            "cooccurrence": cooccurrence(present, ids, codebook.ids),
            "sequences": sequences(present, order, codebook.ids, seed),
            "saturation": saturation_curve(present, ids),
            "candidate_groups": candidate_groups(made["members"], stories),
        }
        return frames, None

    return cache.frames("relations", key, compute)[0]


def _present(codings: pd.DataFrame) -> pd.DataFrame:
    """Return the codings that count as present, without what changes and does not matter here."""
    present = codings[codings["present"].astype(bool)]
    return present[["passage_id", "story_id", "theme", "present"]].reset_index(drop=True)


def _joined(found: Collection[Tables]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put both scopes in one table; what both found is shown once, as uncovered."""
    candidates = pd.concat([frames["candidates"] for frames in found], ignore_index=True)
    again = candidates["candidate"].duplicated()
    members = pd.concat([frames["members"] for frames in found], ignore_index=True)
    members = members.drop_duplicates(["candidate", "passage_id"])
    return CANDIDATES.conform(candidates[~again]), MEMBERS.conform(members)


def _parser(wanted: str) -> LanguageModel:
    """Load what noun phrases are read from."""
    return load_language(wanted, need=("tag", "morph", "lemma", "parse"))


def _pipeline_hash(wanted: str) -> str:
    """Return a hash of the pipeline that names are made with."""
    return folder_sha256(find_pipeline(wanted, models_folder())[0])
