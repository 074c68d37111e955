"""Count the example study, and write its data statement with those figures.

python scripts/describe_corpus.py            # write corpus/facts.json and DATA_STATEMENT.md
python scripts/describe_corpus.py --check    # write nothing, 1 if a file would change
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from statement.coders import coder_facts
from statement.corpus import outcome_facts, read_texts, story_facts

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
TEMPLATE = Path(__file__).resolve().parent / "statement" / "DATA_STATEMENT.template.md"
Facts = dict[str, object]
COEFFICIENTS = ("f1", "alpha")
"""Starts of names of figures that are shown with two decimals."""


def facts_of(corpus: Path) -> Facts:
    """Return every figure that the data statement quotes, by name."""
    texts = read_texts(corpus)
    return {
        **story_facts(corpus, texts),
        **coder_facts(corpus / "codings", texts),
        **outcome_facts(corpus),
    }


def statement(facts: Facts) -> str:
    """Return the data statement.

    Raises
    ------
    KeyError
        If the template asks for a figure that nobody counted.
    """
    shown = {name: _shown(name, value) for name, value in facts.items()}
    shown["planted"] = _planted_table(cast("list[Facts]", facts["planted"]))
    return TEMPLATE.read_text(encoding="utf-8").format_map(shown)


def _shown(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {count:,}" for key, count in value.items())
    if isinstance(value, list):
        return ", ".join(f"`{item}`" for item in value)
    if isinstance(value, float) and name.startswith(COEFFICIENTS):
        return f"{value:.2f}"
    is_count = isinstance(value, int) and not name.endswith(("year", "seed"))
    return f"{value:,}" if is_count else str(value)


def _planted_table(links: list[Facts]) -> str:
    rows = [
        "| `{theme}` | `{indicator}` | {level} | {measure} | {target} | {achieved} | {n} |".format(
            **link
        )
        for link in links
    ]
    head = "| theme | indicator | level | measure | target | achieved | n |"
    return "\n".join([head, "|---|---|---|---|---|---|---|", *rows])


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the files."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="the example study")
    parser.add_argument("--check", action="store_true", help="write nothing, name differences")
    given = parser.parse_args(arguments)
    facts = facts_of(given.corpus)
    files = {
        "facts.json": json.dumps(facts, ensure_ascii=False, indent=1) + "\n",
        "DATA_STATEMENT.md": statement(facts),
    }
    changed = 0
    for name, content in files.items():
        path = given.corpus / name
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        changed += 1
        print(name)
        if not given.check:
            path.write_text(content, encoding="utf-8", newline="\n")
    print(f"{changed} files {'differ' if given.check else 'written'}")
    return int(given.check and changed > 0)


if __name__ == "__main__":
    sys.exit(main())
