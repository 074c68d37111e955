"""Fit the program's own theme coder on the example study and the training stories.

``python scripts/train_themes.py`` writes ``base.npz``, ``full.npz`` and ``seen.npz`` to
``models/themes_nl``.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.store import open_study
from pipeline.train import train_themes

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "models" / "themes_nl"


def main() -> None:
    """Train and say on how much."""
    sizes = train_themes(open_study(ROOT / "corpus"), OUT / "training", OUT)
    for name, count in sizes.items():
        print(f"{name}: {count}")


if __name__ == "__main__":
    main()
