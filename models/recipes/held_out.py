"""Write the headwords of Open Dutch WordNet that retrofitting must leave alone, one a line."""

from __future__ import annotations

import argparse
from pathlib import Path

from evaluate_vectors import held_out


def main() -> None:
    """Write every fifth headword."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("synonyms", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    words = held_out(arguments.synonyms)
    arguments.out.write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words)} headwords")


if __name__ == "__main__":
    main()
