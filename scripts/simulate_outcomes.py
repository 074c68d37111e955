"""Simulate the outcomes of the example study, with associations of known size planted in them.

    python scripts/simulate_outcomes.py            # write corpus/outcomes/
    python scripts/simulate_outcomes.py --check    # write nothing, 1 if a file would change

Reads the example study's metadata and adjudicated codings, nothing else. The seed is the first
one that was tried; every table draws from a stream of its own.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from havenrijk.flaws import with_flaws
from havenrijk.people import simulate_people
from havenrijk.planted import ABSENT, left_out, links, pairs
from havenrijk.stories import read_told
from havenrijk.wijken import simulate_wijken

SEED = 20260101
CORPUS = Path(__file__).resolve().parents[1] / "corpus"


def simulate(corpus: Path) -> dict[str, str]:
    """Return the content of every simulated file by its name in ``outcomes/``."""
    told = read_told(corpus)
    streams = [np.random.default_rng(s) for s in np.random.SeedSequence(SEED).spawn(3)]
    wijken = simulate_wijken(told.shares, streams[0])
    people, flaws = with_flaws(simulate_people(told, streams[1]), streams[2])
    family = pairs(told, wijken, people)
    absent = family[family["indicator"].isin(ABSENT)]
    planted = {
        "note": "Simulated. Planted from the adjudicated themes; see DATA_STATEMENT.md.",
        "seed": SEED,
        **links(told, wijken, people),
        "absent_indicators": list(ABSENT),
        "absent_smallest_p": round(float(absent["p"].min()), 4),
        "absent_smallest_q": round(float(absent["q"].min()), 4),
        "pairs": len(family),
        **left_out(),
        "registration_flaws": flaws,
    }
    return {
        "wijken.csv": wijken.to_csv(index=False, lineterminator="\n"),
        "registraties.csv": people.to_csv(index=False, lineterminator="\n"),
        "planted.json": json.dumps(planted, ensure_ascii=False, indent=1) + "\n",
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Write or check the files."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--corpus", type=Path, default=CORPUS, help="the example study")
    parser.add_argument("--check", action="store_true", help="write nothing, name differences")
    given = parser.parse_args(arguments)
    changed = 0
    for name, content in simulate(given.corpus).items():
        path = given.corpus / "outcomes" / name
        if path.exists() and path.read_text(encoding="utf-8") == content:
            continue
        changed += 1
        print(name)
        if not given.check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="\n")
    print(f"{changed} files {'differ' if given.check else 'written'}")
    return int(given.check and changed > 0)


if __name__ == "__main__":
    sys.exit(main())
