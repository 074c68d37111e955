"""The steps from codings to findings, each kept in the cache by what it was computed from."""

from __future__ import annotations

from dataclasses import asdict
from itertools import combinations
from typing import Any

import pandas as pd

from pipeline.coding import choose_coder, code_study, decide_labels, refuse_audit, split_audit
from pipeline.coding.agreement import agreement_table
from pipeline.domain import Problem, Severity
from pipeline.domain.trust import CODING_ERRORS
from pipeline.embedding import Embedder
from pipeline.findings import choose_quotes, make_findings
from pipeline.language import ModelIdentity
from pipeline.outcomes import associate, coding_error_table, null_trial_table, prevalence
from pipeline.run.coders import coder_identity, coder_wish
from pipeline.run.inputs import Inputs
from pipeline.run.keys import code_key
from pipeline.run.later import read_for, set_apart, themes_per_story
from pipeline.run.lemmas import lemmatiser
from pipeline.run.progress import Progress
from pipeline.run.steps import CONTEXT, read_whole
from pipeline.run.trust import audit_for_counting, trust_tables
from pipeline.store import Cache, Study, content_key, frame_key

Tables = dict[str, pd.DataFrame]


def code(
    study: Study,
    inputs: Inputs,
    tables: Tables,
    embedder: Embedder,
    language: ModelIdentity,
    cache: Cache,
    progress: Progress,
) -> tuple[Tables, dict[str, Any], list[Problem]]:
    """Code every passage; give codings, quality, what the coder says of itself and could not.

    A language model keeps its answers one by one: its passages are looked up there, and those
    without an answer are asked again in every run.
    """
    progress.begin("code", 1)
    fitting = choose_coder(coder_wish(study.settings, inputs.codebook, cache.answers, progress))
    settings, seed = study.settings.coding, study.settings.study.seed
    truth = decide_labels(tables["labels"], settings.truth)
    teaching, blind = split_audit(truth, tables["passages"], tables["audit"])
    refuse_audit(teaching, tables["passages"], tables["audit"])
    context = tables["stories"][CONTEXT]
    coders = _independent_coders(tables["labels"], settings.truth)
    key = content_key(
        frame_key(tables["passages"]),
        frame_key(teaching),
        frame_key(blind),
        frame_key(tables["labels"]),
        frame_key(tables["audit"]),
        frame_key(context),
        asdict(inputs.codebook),
        settings.model_dump(mode="json"),
        seed,
        [embedder.name, embedder.version],
        coder_identity(study.settings),
        asdict(language),
        code_key("coding", "language.py"),
    )

    def compute() -> tuple[Tables, object]:
        coded = code_study(
            tables["passages"],
            teaching,
            inputs.codebook,
            settings,
            embedder.encode,
            seed,
            context,
            lemmatise=lemmatiser(study.settings.language.pipeline, language, cache),
            blind=blind,
            fitting=fitting,
        )
        frames = {"codings": coded.codings, "quality": coded.quality}
        frames |= trust_tables(coded, tables, inputs.codebook, embedder.encode, coders, seed)
        problems = [asdict(problem) for problem in coded.problems]
        return frames, {"description": dict(coded.description), "problems": problems}

    asks = settings.coder == "llm"
    frames, said = compute() if asks else cache.frames("code", key, compute)
    told: Any = said
    progress.advance()
    frames = set_apart(frames, truth, inputs.later, settings.coder)
    return frames, told["description"], _problems(told["problems"])


def _problems(kept: list[dict[str, Any]]) -> list[Problem]:
    return [Problem(**{**each, "severity": Severity(each["severity"])}) for each in kept]


def count(study: Study, inputs: Inputs, tables: Tables, cache: Cache, progress: Progress) -> Tables:
    """Count themes with their margins, and how far coders agree."""
    progress.begin("count", 2)
    settings, seed = study.settings, study.settings.study.seed
    groups = tables["stories"].drop(columns=["text", "sha256", "source"])
    truth = decide_labels(tables["labels"], settings.coding.truth)
    read = read_whole(tables["passages"], truth)
    parts = read_for(inputs, tables["passages"], truth, read)
    audit = audit_for_counting(tables["audit"], read, settings.frequency.min_audit)
    key = content_key(
        frame_key(tables["codings"]),
        frame_key(groups),
        frame_key(tables["audit"]) if audit is not None else "",
        [[list(book.ids), sorted(those)] for book, those in parts],
        settings.frequency.model_dump(mode="json"),
        seed,
        code_key("outcomes"),
    )

    def frequencies() -> tuple[Tables, object]:
        frames = [
            prevalence(
                tables["codings"],
                groups,
                tables["passages"],
                themes,
                settings.frequency,
                seed,
                those,
                audit,
            )
            for themes, those in parts
        ]
        errors = [
            coding_error_table(
                tables["codings"], groups, themes, settings.frequency.groups, seed, those
            )
            for themes, those in parts
        ]
        return {
            "frequencies": pd.concat(frames, ignore_index=True),
            "coding_errors": CODING_ERRORS.conform(pd.concat(errors, ignore_index=True)),
        }, None

    counted = cache.frames("count", key, frequencies)[0]
    progress.advance()
    labels = tables["labels"]
    agreement_key = content_key(frame_key(labels), seed, list(inputs.codebook.ids))
    coders = _independent_coders(labels, settings.coding.truth)

    def agreement() -> tuple[Tables, object]:
        frame = agreement_table(labels, tables["passages"], inputs.codebook, coders, seed)
        return {"agreement": frame}, None

    key = content_key(agreement_key, code_key("coding"))
    counted |= cache.frames("agree", key, agreement)[0]
    progress.advance()
    return counted


def _independent_coders(labels: pd.DataFrame, truth: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return pairs of coding sets that were made apart; what was decided later is none."""
    names = sorted(set(labels["coder"]) - set(truth))
    coders = [name for name in names if not name.startswith("person:")]
    return list(combinations(coders, 2))


def link(study: Study, inputs: Inputs, tables: Tables, cache: Cache, progress: Progress) -> Tables:
    """Hold theme frequencies against every indicator."""
    progress.begin("link", 1)
    settings, seed = study.settings.association, study.settings.study.seed
    truth = decide_labels(tables["labels"], study.settings.coding.truth)
    themes = themes_per_story(inputs, tables, truth)
    key = content_key(
        frame_key(themes),
        frame_key(tables["indicators"]),
        frame_key(tables["outcomes"]),
        settings.model_dump(mode="json"),
        seed,
        code_key("outcomes"),
    )

    def compute() -> tuple[Tables, object]:
        given = (themes, tables["indicators"], tables["outcomes"], settings, seed)
        return {"associations": associate(*given), "null_trial": null_trial_table(*given)}, None

    linked = cache.frames("link", key, compute)[0]
    progress.advance()
    return linked


def find(study: Study, inputs: Inputs, tables: Tables, progress: Progress) -> Tables:
    """Make findings and choose the quotes beside them."""
    progress.begin("find", 1)
    findings = make_findings(
        tables["frequencies"],
        tables["associations"],
        tables["indicators"],
        inputs.codebook,
        study.settings,
    )
    quotes = choose_quotes(findings, tables, inputs.codebook)
    progress.advance()
    return {"findings": findings, "quotes": quotes}
