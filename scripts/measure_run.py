"""Measure, on a clean clone, how long installing and a first run of the example study take.

``python scripts/measure_run.py`` writes ``tests/benchmarks/run_time.json`` and the line between
the markers in ``README.md``. Downloads count as installing.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FIGURES = ROOT / "tests" / "benchmarks" / "run_time.json"
README = ROOT / "README.md"
START, END = "<!-- run-time:start -->", "<!-- run-time:end -->"


def line(figures: dict[str, int]) -> str:
    """Return the README's line."""
    return (
        f"Measured on a clean clone, {figures['cores']} cores: installing, downloads included, "
        f"took {figures['install_seconds']} seconds; the first run of the example study "
        f"{figures['run_seconds']} seconds; the same run again {figures['again_seconds']} seconds."
    )


def measure() -> dict[str, int]:
    """Clone, install, run twice; return seconds of wall time, rounded up."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        own = {"XDG_DATA_HOME": folder, "UV_CACHE_DIR": f"{folder}/uv", "PIP_NO_CACHE_DIR": "1"}
        environment = {**os.environ, **own}
        seconds = {
            "install_seconds": _timed(["make", ".venv/.installed"], clone, environment),
            "run_seconds": _timed(["make", "run"], clone, environment),
            "again_seconds": _timed(["make", "run"], clone, environment),
        }
    return {"cores": os.cpu_count() or 1, **seconds}


def _timed(command: list[str], where: Path, environment: dict[str, str]) -> int:
    start = time.monotonic()
    subprocess.run(command, cwd=where, env=environment, check=True, stdout=subprocess.DEVNULL)
    return int(time.monotonic() - start) + 1


def main() -> None:
    """Measure and write both files."""
    figures = measure()
    FIGURES.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    text = README.read_text(encoding="utf-8")
    before, rest = text.split(START)
    after = rest.split(END)[1]
    README.write_text(f"{before}{START}\n{line(figures)}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
