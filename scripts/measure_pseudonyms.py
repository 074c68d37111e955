"""Measure how well names are found, and write the figures and the sample the tests use.

    python scripts/measure_pseudonyms.py CORPUS_FOLDER [--deduce]

CORPUS_FOLDER holds ``stories.jsonl`` (the rules were made with an eye on these) and
``training_stories.jsonl`` (held out). ``--deduce`` measures the package deduce as it comes
beside it; that takes minutes the first time.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from pipeline.pseudonymise import Detector, Found, Kind
from pipeline.pseudonymise.measure import Listed, Measured, measure

FOLDER = Path(__file__).parents[1] / "tests/regression/pseudonyms"
EVERY_NTH_IN_SAMPLE = 5
RARE = {"phone", "email", "id_number", "date_of_birth"}
Find = Callable[[str], Sequence[Found]]


def main() -> None:
    """Measure, write and show."""
    folder = Path(sys.argv[1])
    finders: dict[str, Find] = {"rules": Detector().find}
    if "--deduce" in sys.argv:
        finders["deduce"] = deduce_finder()
    earlier = FOLDER / "measured.json"
    figures = json.loads(earlier.read_text("utf-8")) if earlier.exists() else {}
    for name in ("stories", "training_stories"):
        rows = read(folder / f"{name}.jsonl")
        for finder, find in finders.items():
            figures.setdefault(finder, {})[name] = as_tree(measure(pairs(rows), find))
    write("measured", figures)
    rows = read(folder / "stories.jsonl")
    write("pii", {row["id"]: row["pii"] for row in rows})
    write("sample", [{k: row[k] for k in ("id", "text", "pii")} for row in sample(rows)])
    print(json.dumps(figures, indent=1))


def read(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def sample(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return every so many rows, and all with a kind of string that is rare."""
    return [
        row
        for number, row in enumerate(rows)
        if number % EVERY_NTH_IN_SAMPLE == 0 or RARE & {one["type"] for one in row["pii"]}
    ]


def pairs(rows: list[dict[str, Any]]) -> list[tuple[str, list[Listed]]]:
    """Return text and listed strings of each story."""
    return [(row["text"], [Listed(**one) for one in row["pii"]]) for row in rows]


def as_tree(measured: Measured) -> dict[str, object]:
    """Return the figures for JSON."""
    return {
        "recall": {
            kind: {"n": r.occurrences, "found": r.found, "share": round(r.share, 4)}
            for kind, r in measured.recall.items()
        },
        "precision": round(measured.precision, 4),
        "false_alarms": measured.false_alarms,
        "false_alarms_per_1000_words": round(measured.false_alarms_per_1000_words, 2),
        "words": measured.words,
    }


def deduce_finder() -> Find:
    """Return deduce with its own settings, its ages and dates left out as ours are."""
    from deduce import Deduce

    engine = Deduce()

    def find(text: str) -> list[Found]:
        found = engine.deidentify(text).annotations
        kept = [one for one in found if one.tag not in ("leeftijd", "datum")]
        return sorted(Found(one.start_char, one.end_char, Kind.PERSON) for one in kept)

    return find


def write(name: str, tree: object) -> None:
    """Write one JSON file beside the tests."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    content = json.dumps(tree, ensure_ascii=False, indent=1) + "\n"
    (FOLDER / f"{name}.json").write_text(content, encoding="utf-8")


if __name__ == "__main__":
    main()
