"""Measures how well turning points are found; writes ``tests/benchmarks/turning_points.json``.

    .venv/bin/python scripts/measure_turning_points.py

Cases are marked by hand (``tests/regression/turning_points``): the rules were written while
looking at the development half only. The example study is measured per passage, against the
adjudicated codings of ``juiste_zetje``, without telling the rules what was coded.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from pipeline.coding.turning_points import NEEDS, find_turning_points  # noqa: E402
from pipeline.domain.tables import CODINGS, PASSAGES  # noqa: E402
from pipeline.ingest import join_metadata, read_file, story_files  # noqa: E402
from pipeline.language import load_language  # noqa: E402
from pipeline.segment import segment  # noqa: E402

CASES = ROOT / "tests" / "regression" / "turning_points"
OUT = ROOT / "tests" / "benchmarks" / "turning_points.json"
HALVES = ("development", "held_out")
PARTS = ("moment", "actor", "act", "step")
THEME = "juiste_zetje"
Span = tuple[int, int]


@dataclass(frozen=True)
class Case:
    """One marked case or near miss; ``marks`` is empty for a near miss."""

    id: str
    half: str
    teller: str
    text: str
    rows: tuple[Mapping[str, Any], ...]
    marks: Mapping[str, Span]
    kind: str


def read_cases() -> list[Case]:
    """Return every case of both halves."""
    cases = []
    for half in HALVES:
        raw = yaml.safe_load((CASES / f"{half}.yaml").read_text(encoding="utf-8"))
        cases += [_case(entry, half) for entry in (*raw["turning"], *raw["near_misses"])]
    return cases


def _case(entry: Mapping[str, Any], half: str) -> Case:
    text, rows = "", []
    for number, turn in enumerate(entry["turns"], start=1):
        speaker = turn[0] if turn[1:2] == ":" else ""
        row = {
            "passage_id": f"{entry['id']}.{number:02d}",
            "story_id": entry["id"],
            "number": number,
            "start": len(text),
            "end": len(text) + len(turn),
            "source_start": len(text),
            "source_end": len(text) + len(turn),
            "speaker": speaker,
            "is_question": speaker == "I",
            "text": turn,
        }
        rows.append(row)
        text += turn + "\n"
    marks = {}
    for part in PARTS:
        words = entry.get(part, "")
        if words:
            start = text.index(words)
            marks[part] = (start, start + len(words))
    return Case(entry["id"], half, entry["teller"], text, tuple(rows), marks, entry.get("kind", ""))


def find_in_cases(cases: Sequence[Case]) -> dict[str, list[Mapping[str, Any]]]:
    """Return what is found in every case, by its id; nothing is coded in them."""
    passages = PASSAGES.conform(pd.DataFrame([row for case in cases for row in case.rows]))
    tellers = pd.DataFrame([{"story_id": case.id, "teller": case.teller} for case in cases])
    language = load_language("", need=NEEDS)
    frame = find_turning_points(passages, tellers, CODINGS.empty(), language)
    found: dict[str, list[Mapping[str, Any]]] = {case.id: [] for case in cases}
    for row in frame.to_dict("records"):
        found[row["story_id"]].append(row)
    return found


def touches(row: Mapping[str, Any], part: str, mark: Span) -> bool:
    """Say whether a found span shares a character with a marked one."""
    start, end = row[f"{part}_start"], row[f"{part}_end"]
    return not pd.isna(start) and start < mark[1] and mark[0] < end


def right(row: Mapping[str, Any], case: Case) -> bool:
    """Say whether a found turning point has the marked act and the marked step."""
    return bool(case.marks) and all(
        touches(row, part, case.marks[part]) for part in ("act", "step")
    )


def scores(cases: Iterable[Case], found: Mapping[str, list[Mapping[str, Any]]]) -> dict[str, Any]:
    """Return precision and recall over some cases.

    ``detected`` counts a case with anything found in it; ``act_and_step`` counts found turning
    points of which act and step both touch the marked words. ``parts`` gives, of the cases
    found right, the share in which each part touches its mark.
    """
    chosen = list(cases)
    turning = [case for case in chosen if case.marks]
    near = [case for case in chosen if not case.marks]
    hit = [case for case in turning if found[case.id]]
    false = [case for case in near if found[case.id]]
    points = [(row, case) for case in chosen for row in found[case.id]]
    good = [(row, case) for row, case in points if right(row, case)]
    complete = {case.id for _, case in good}
    parts = {}
    for part in PARTS:
        marked = [(row, case) for row, case in good if part in case.marks]
        parts[part] = _share(sum(touches(r, part, c.marks[part]) for r, c in marked), len(marked))
    kinds = [row["actor_kind"] == case.kind for row, case in good]
    parts["actor_kind"] = _share(sum(kinds), len(kinds))
    return {
        "turning": len(turning),
        "near_misses": len(near),
        "detected": {
            "precision": _share(len(hit), len(hit) + len(false)),
            "recall": _share(len(hit), len(turning)),
            "near_misses_found": len(false),
        },
        "act_and_step": {
            "precision": _share(len(good), len(points)),
            "recall": _share(len(complete), len(turning)),
        },
        "parts": parts,
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 3) if whole else None


def measure_cases() -> dict[str, Any]:
    """Return the scores on each half and on all cases."""
    cases = read_cases()
    found = find_in_cases(cases)
    result = {half: scores([c for c in cases if c.half == half], found) for half in HALVES}
    return {**result, "all": scores(cases, found)}


def measure_corpus() -> dict[str, Any]:
    """Return how turning points in the example study agree with adjudicated codings."""
    folder = ROOT / "corpus"
    read = [read_file(path, folder).stories for path in story_files(folder / "stories")]
    stories = join_metadata([s for group in read for s in group], folder / "metadata.csv").stories
    rows = []
    for story in stories:
        for passage in segment(story):
            row = {
                name: getattr(passage, name) for name in PASSAGES.names if hasattr(passage, name)
            }
            row |= {"passage_id": passage.id, "source_start": passage.start}
            rows.append(row | {"source_end": passage.end})
    passages = PASSAGES.conform(pd.DataFrame(rows))
    tellers = pd.DataFrame([{"story_id": s.id, "teller": s.metadata.teller} for s in stories])
    language = load_language("", need=NEEDS)
    frame = find_turning_points(passages, tellers, CODINGS.empty(), language)
    coded = _coded_passages(folder, passages)
    return _against(frame, coded, len(stories))


def _coded_passages(folder: Path, passages: pd.DataFrame) -> dict[str, str]:
    """Return the passages that carry the theme, and their stories."""
    codings = pd.read_csv(folder / "codings" / "adjudicated.csv")
    mine = codings[(codings["theme"] == THEME) & (codings["decision"] == "present")]
    merged = mine.merge(passages, on=["story_id", "start"])
    return dict(zip(merged["passage_id"], merged["story_id"], strict=True))


def _against(frame: pd.DataFrame, coded: Mapping[str, str], stories: int) -> dict[str, Any]:
    rows = frame.to_dict("records")
    hits = [{row["act_passage"], row["step_passage"]} & set(coded) for row in rows]
    in_story = {row["story_id"] for row in rows}
    with_theme = set(coded.values())
    reached = {coded[passage] for passages in hits for passage in passages}
    return {
        "stories": stories,
        "turning_points": len(rows),
        "stories_with_theme": len(with_theme),
        "passages_with_theme": len(coded),
        "passage_precision": _share(sum(bool(hit) for hit in hits), len(rows)),
        "story_recall_by_passage": _share(len(reached), len(with_theme)),
        "story_precision": _share(len(in_story & with_theme), len(in_story)),
        "story_recall": _share(len(in_story & with_theme), len(with_theme)),
        "stories_found": len(in_story),
    }


def main() -> None:
    """Measure and write."""
    language = load_language("", need=NEEDS)
    measured = {
        "language": {"name": language.name, "version": language.version},
        "cases": measure_cases(),
        "corpus": measure_corpus(),
    }
    OUT.write_text(json.dumps(measured, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(json.dumps(measured, indent=2))


if __name__ == "__main__":
    main()
