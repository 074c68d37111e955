"""From candidate to code: what people decided, applied to a codebook.

The journal keeps an event of kind ``candidate`` per decision, with in ``details``:

- ``{"action": "accept", "candidates": [id, ...], "theme", "label", "definition", ...}``
- ``{"action": "reject", "candidates": [id, ...], "reason", "passages"}``
- ``{"action": "rename", "theme", "label", "definition"?}``
- ``{"action": "merge", "themes": [id, ...], "theme", "label"?, "definition"?}``
- ``{"action": "split", "theme", "parts": [{"theme", "label", "definition", ...}, ...]}``

Accepted candidates and parts may hold ``include``, ``exclude``, ``examples`` and ``passages``
(``[story id, start, end]`` in the story as ingested, so that they outlive a new run). A
decision is undone by retracting its event: everything is worked out anew from what stands.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd

from pipeline.domain import Codebook, Problem, Severity, Theme

KIND = "candidate"
RETRACTION = "retraction"
ACTIONS = ("accept", "reject", "rename", "merge", "split")
SPAN_CODINGS = ("set", "story_id", "start", "end", "theme", "decision", "at")


@dataclass(frozen=True, slots=True)
class Decided:
    """A codebook with what people decided about candidates.

    Parameters
    ----------
    codebook
        Its version is that of the original plus the number of events about candidates, those
        taken back included, so that no two codebooks of a study share a version.
    codings
        Positive codings by the person who decided: set (``person:NAME``), story_id, start,
        end (code points in the story as ingested), theme, decision and at.
    statuses
        candidate, status (accepted or rejected), theme, reason, who and at; the last decision
        on each candidate.
    renamed
        Themes that were merged away, with the theme that took their place.
    retired
        Themes that were split: their own codings no longer count.
    problems
        Decisions that could not be applied.
    """

    codebook: Codebook
    codings: pd.DataFrame
    statuses: pd.DataFrame
    renamed: Mapping[str, str]
    retired: frozenset[str]
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _State:
    themes: dict[str, Theme]
    codings: list[dict[str, Any]] = field(default_factory=list)
    statuses: dict[str, dict[str, str]] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)


class _RefusedError(Exception):
    """A decision that does not fit the codebook as it stands; holds the reason's code."""


def apply_decisions(codebook: Codebook, events: pd.DataFrame) -> Decided:
    """Apply accepted, rejected, renamed, merged and split candidates in the order decided.

    Parameters
    ----------
    codebook
        As it was before anyone decided.
    events
        The journal's whole history, or its standing events: columns id, at, who, kind,
        refers_to and details. Retracted events are left out.
    """
    state = _State({theme.id: theme for theme in codebook.themes})
    problems = []
    for event in standing(events):
        details = _details(event["details"])
        action = _ACTIONS.get(str(details.get("action", "")))
        try:
            if action is None:
                raise _RefusedError("discovery.unknown_action")
            action(state, details, event)
        except _RefusedError as refused:
            values = {"event": int(event["id"])}
            problems.append(Problem(str(refused), Severity.SKIPS, values=values))
    made = replace(
        codebook, version=codebook.version + _touched(events), themes=tuple(state.themes.values())
    )
    return Decided(
        made,
        pd.DataFrame(state.codings, columns=list(SPAN_CODINGS)),
        pd.DataFrame(
            [{"candidate": key, **value} for key, value in state.statuses.items()],
            columns=["candidate", "status", "theme", "reason", "who", "at"],
        ),
        state.renamed,
        frozenset(state.retired),
        tuple(problems),
    )


def codebook_with(codebook: Codebook, events: pd.DataFrame) -> Codebook:
    """Return the codebook with what people decided; see :func:`apply_decisions`."""
    return apply_decisions(codebook, events).codebook


def standing(events: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the decisions on candidates that were not taken back, oldest first."""
    taken_back = set(events.loc[events["kind"] == RETRACTION, "refers_to"].dropna().astype(int))
    rows = events[(events["kind"] == KIND) & ~events["id"].astype(int).isin(taken_back)]
    records = rows.sort_values("id").to_dict("records")
    return [{str(key): value for key, value in row.items()} for row in records]


def acceptance(
    candidates: Sequence[str],
    theme: str,
    label: str,
    definition: str,
    chosen: pd.DataFrame,
    examples: Sequence[str] = (),
) -> dict[str, Any]:
    """Return the details of an event that makes candidates one theme.

    Parameters
    ----------
    candidates
        One candidate, or several that are the same thing.
    chosen
        Rows of PASSAGES that the person calls positive.
    examples
        Texts that show the theme.
    """
    return {
        "action": "accept",
        "candidates": list(candidates),
        "theme": theme,
        "label": label,
        "definition": definition,
        "examples": list(examples),
        "passages": _spans(chosen),
    }


def rejection(candidates: Sequence[str], reason: str, members: pd.DataFrame) -> dict[str, Any]:
    """Return the details of an event that says why candidates are no theme.

    Parameters
    ----------
    members
        Rows of PASSAGES that they hold, so that the same candidate is known again.
    """
    return {
        "action": "reject",
        "candidates": list(candidates),
        "reason": reason,
        "passages": _spans(members),
    }


def candidate_spans(events: pd.DataFrame) -> list[tuple[str, set[tuple[str, int, int]]]]:
    """Return the passages of every candidate that was decided about, the latest first.

    Returns
    -------
    list
        ``accepted`` or ``rejected``, with (story id, start, end) in the story as ingested.
    """
    names = {"accept": "accepted", "reject": "rejected"}
    found = []
    for event in reversed(standing(events)):
        details = _details(event["details"])
        status = names.get(str(details.get("action", "")))
        if status and details.get("candidates"):
            spans = details.get("passages", ())
            found.append((status, {(str(s), int(a), int(b)) for s, a, b in spans}))
    return found


def theme_id(label: str, taken: Collection[str]) -> str:
    """Return an id for a new theme: its label in plain letters, numbered when it is taken.

    Examples
    --------
    >>> theme_id("Een docent die het zág!", ["een_docent_die_het_zag"])
    'een_docent_die_het_zag_2'
    """
    plain = unicodedata.normalize("NFKD", label.casefold())
    letters = "".join(character for character in plain if not unicodedata.combining(character))
    base = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")[:40].strip("_") or "thema"
    number, made = 1, base
    while made in taken:
        number += 1
        made = f"{base}_{number}"
    return made


def _spans(passages: pd.DataFrame) -> list[list[Any]]:
    columns = (passages[name] for name in ("story_id", "source_start", "source_end"))
    return [[str(story), int(start), int(end)] for story, start, end in zip(*columns, strict=True)]


def _accept(state: _State, details: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    _add(state, details, event)
    _mark(state, details, event, "accepted")


def _reject(state: _State, details: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    _mark(state, details, event, "rejected")


def _rename(state: _State, details: Mapping[str, Any], _event: Mapping[str, Any]) -> None:
    theme = _existing(state, details.get("theme"))
    state.themes[theme.id] = _reworded(theme, details)


def _merge(state: _State, details: Mapping[str, Any], _event: Mapping[str, Any]) -> None:
    """Put one theme in the place of several; what was coded with them moves along."""
    sources = [_existing(state, name) for name in details.get("themes", ())]
    target = _existing(state, details.get("theme"))
    gone = {theme.id for theme in sources} - {target.id}
    if not gone:
        raise _RefusedError("discovery.nothing_to_merge")
    parts = (target, *(theme for theme in sources if theme.id in gone))
    merged = replace(
        target,
        examples=tuple(dict.fromkeys(text for part in parts for text in part.examples)),
        implicit_examples=tuple(
            dict.fromkeys(text for part in parts for text in part.implicit_examples)
        ),
    )
    state.themes[target.id] = _reworded(merged, details)
    for name in gone:
        del state.themes[name]
    state.renamed = {old: target.id if new in gone else new for old, new in state.renamed.items()}
    state.renamed |= dict.fromkeys(sorted(gone), target.id)
    _move(state, gone, target.id)


def _split(state: _State, details: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    """Put several themes in the place of one; only the passages named are coded with them."""
    theme = _existing(state, details.get("theme"))
    parts = [part for part in details.get("parts", ()) if isinstance(part, Mapping)]
    names = [str(part.get("theme", "")) for part in parts]
    others = state.themes.keys() - {theme.id}
    if len(parts) < 2 or len(set(names)) < len(names) or others & set(names):
        raise _RefusedError("discovery.wrong_split")
    if not all(name and part.get("label") for name, part in zip(names, parts, strict=True)):
        raise _RefusedError("discovery.no_label")
    place = list(state.themes).index(theme.id)
    before = dict(list(state.themes.items())[:place])
    after = dict(list(state.themes.items())[place + 1 :])
    state.themes = before
    state.codings = [row for row in state.codings if row["theme"] != theme.id]
    for part in parts:
        _add(state, part, event)
    state.themes |= after
    state.retired.add(theme.id)


_ACTIONS: dict[str, Callable[[_State, Mapping[str, Any], Mapping[str, Any]], None]] = {
    "accept": _accept,
    "reject": _reject,
    "rename": _rename,
    "merge": _merge,
    "split": _split,
}


def _add(state: _State, details: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    name, label = str(details.get("theme", "")), str(details.get("label", "")).strip()
    if not name or not label:
        raise _RefusedError("discovery.no_label")
    if name in state.themes:
        raise _RefusedError("discovery.theme_exists")
    state.themes[name] = Theme(
        name,
        label,
        str(details.get("definition", "")),
        include=str(details.get("include", "")),
        exclude=str(details.get("exclude", "")),
        examples=tuple(str(text) for text in details.get("examples", ())),
    )
    state.codings += [
        {
            "set": f"person:{event['who']}",
            "story_id": str(story),
            "start": int(start),
            "end": int(end),
            "theme": name,
            "decision": "present",
            "at": str(event["at"]),
        }
        for story, start, end in details.get("passages", ())
    ]


def _mark(state: _State, details: Mapping[str, Any], event: Mapping[str, Any], status: str) -> None:
    for candidate in details.get("candidates", ()):
        state.statuses[str(candidate)] = {
            "status": status,
            "theme": str(details.get("theme", "")),
            "reason": str(details.get("reason", "")),
            "who": str(event["who"]),
            "at": str(event["at"]),
        }


def _existing(state: _State, name: object) -> Theme:
    theme = state.themes.get(str(name))
    if theme is None:
        raise _RefusedError("discovery.unknown_theme")
    return theme


def _reworded(theme: Theme, details: Mapping[str, Any]) -> Theme:
    words = {
        name: str(details[name]).strip()
        for name in ("label", "definition", "include", "exclude")
        if str(details.get(name, "")).strip()
    }
    return replace(theme, **words)  # type: ignore[arg-type]


def _move(state: _State, gone: Collection[str], to: str) -> None:
    moved = [
        {**row, "theme": to if row["theme"] in gone else row["theme"]} for row in state.codings
    ]
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in moved:
        seen[row["set"], row["story_id"], row["start"], row["end"], row["theme"]] = row
    state.codings = list(seen.values())


def _touched(events: pd.DataFrame) -> int:
    """Count the events about candidates and those that take them back."""
    own = set(events.loc[events["kind"] == KIND, "id"].astype(int))
    taken_back = events.loc[events["kind"] == RETRACTION, "refers_to"].dropna().astype(int)
    return len(own) + int(taken_back.isin(own).sum())


def _details(value: object) -> dict[str, Any]:
    """Return the details of an event, whether the database gave a mapping or its JSON."""
    if isinstance(value, Mapping):
        return dict(value)
    read = json.loads(value) if isinstance(value, str) and value else {}
    return read if isinstance(read, dict) else {}
