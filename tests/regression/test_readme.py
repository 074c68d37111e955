"""What the README says stays what was measured and what the commands are."""

import importlib
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_run_time_is_the_measured_one():
    spec = importlib.util.spec_from_file_location("measure_run", ROOT / "scripts/measure_run.py")
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    figures = json.loads(script.FIGURES.read_text(encoding="utf-8"))
    between = README.split(script.START)[1].split(script.END)[0].strip()
    assert between == script.line(figures)
    assert figures["run_seconds"] <= 300


def test_the_method_is_the_simulated_one(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    script = importlib.import_module("simulate_method")
    table = json.loads((script.FOLDER / "method_table.json").read_text(encoding="utf-8"))
    rows = [script.Row(**row) for row in table["rows"]]
    assert script.summary(rows, table["replications"]) in README
    assert script.put_in_readme(README, script.summary(rows, table["replications"])) == README
    assert table["replications"] >= 2000


def test_the_table_of_discovery_is_the_measured_one():
    spec = importlib.util.spec_from_file_location(
        "measure_discovery", ROOT / "scripts/measure_discovery.py"
    )
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    figures = json.loads(script.FIGURES.read_text(encoding="utf-8"))
    between = README.split(script.START)[1].split(script.END)[0].strip()
    assert between == script.table(figures).strip()
    for size, seconds in zip(figures["speed"]["sizes"], (15, 180), strict=True):
        assert size["cpu_s"] <= seconds
        assert size["peak_gib"] <= 2


def test_every_command_of_the_readme_exists():
    shown = subprocess.run(
        [sys.executable, "-m", "pipeline", "--help"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
    ).stdout
    named = set(re.findall(r"vertellen ([a-z]+)\b", README))
    assert named >= {"new", "check", "run", "demo", "explore", "report", "code", "models"}
    missing = {word for word in named if not re.search(rf"\b{word}\b", shown)}
    assert missing == set()


def test_every_make_target_of_the_readme_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make ([a-z-]+)", README)) - {"it", "on"}:
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_every_file_the_readme_links_to_is_there():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target
