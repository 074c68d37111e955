"""Makes models/themes_nl again: both coders, and what they were made with.

python scripts/train_themes.py
"""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from pipeline.store import open_study
from pipeline.train import train_themes, training_files

OUT = Path("models/themes_nl")
PACKAGES = ("numpy", "scipy", "scikit-learn", "pandas")


def main() -> None:
    """Train, and write versions.json."""
    study = open_study(Path("corpus"))
    sizes = train_themes(study, OUT / "training", OUT)
    files = [*training_files(OUT / "training"), *sorted(OUT.glob("*.npz"))]
    versions = {
        "seed": study.settings.study.seed,
        "packages": {name: version(name) for name in PACKAGES},
        "sha256": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files},
        **sizes,
    }
    path = OUT / "versions.json"
    path.write_text(json.dumps(versions, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(sizes))


if __name__ == "__main__":
    main()
