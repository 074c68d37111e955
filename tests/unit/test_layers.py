"""The house keeps its floors: a folder imports only what stands below it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "pipeline"

STAGES = (
    "ingest", "pseudonymise", "segment", "coding", "discovery", "outcomes", "findings",
)  # fmt: skip
FLOORS = {
    "domain": 0,
    **dict.fromkeys(("config", "language", "embedding", "model_registry", "store", "text"), 1),
    **dict.fromkeys(STAGES, 2),
    **dict.fromkeys(("charts", "report", "exchange"), 3),
    **dict.fromkeys(("run", "train", "forget"), 4),
    "console_margins": 5,
    **dict.fromkeys(
        ("cli", "cli_forget", "console", "console_evaluation", "serve", "explorer", "__main__"), 5
    ),
}
# Within the first floor, who may lean on whom.
FIRST_FLOOR = {
    "config": {"domain"},
    "text": {"domain"},
    "language": {"domain", "config", "text"},
    "embedding": {"domain", "config", "text", "language"},
    "model_registry": {"domain", "config", "text", "language", "embedding"},
    "store": {"domain", "config", "text"},
}
HEAVY = {"streamlit": {"explorer", "app.py"}, "altair": {"charts", "explorer"}}


def _room(path: Path) -> str:
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative import"
            found.add(node.module or "")
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def _rooms_imported(path: Path) -> set[str]:
    names = {name.split(".")[1] for name in _imports(path) if name.startswith("pipeline.")}
    return {name for name in names if name in FLOORS}


def _docstring_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a docstring: explaining more should never cost a function its name."""
    if ast.get_docstring(node) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


FILES = sorted(PACKAGE.rglob("*.py"))
INSIDE = [path for path in FILES if path != PACKAGE / "__init__.py"]


def _id(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", INSIDE, ids=_id)
def test_every_room_has_a_floor_and_leans_only_on_lower_ones(path):
    room = _room(path)
    assert room in FLOORS, f"{room}: give it a floor"
    others = _rooms_imported(path) - {room}
    too_high = {other for other in others if FLOORS[other] > FLOORS[room]}
    assert too_high == set()
    if FLOORS[room] == 1:
        assert others <= FIRST_FLOOR[room]


@pytest.mark.parametrize("path", [p for p in INSIDE if _room(p) in STAGES], ids=_id)
def test_a_stage_never_imports_another_stage(path):
    assert (_rooms_imported(path) & set(STAGES)) - {_room(path)} == set()


@pytest.mark.parametrize("path", [p for p in INSIDE if _room(p) in STAGES], ids=_id)
def test_a_stage_never_opens_the_store(path):
    assert "store" not in _rooms_imported(path)


@pytest.mark.parametrize("path", FILES, ids=_id)
def test_heavy_packages_stay_in_their_rooms(path):
    tops = {name.split(".")[0] for name in _imports(path)}
    for package, rooms in HEAVY.items():
        if package in tops:
            assert _room(path) in rooms


@pytest.mark.parametrize("path", [p for p in FILES if _room(p) == "domain"], ids=_id)
def test_the_domain_imports_nothing_but_pandas(path):
    import sys

    tops = {name.split(".")[0] for name in _imports(path)}
    assert tops - set(sys.stdlib_module_names) <= {"pandas", "pipeline"}


@pytest.mark.parametrize("path", FILES, ids=_id)
def test_files_stay_short(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 400
    for node in ast.walk(ast.parse("\n".join(lines))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1 - _docstring_lines(node)
            assert length <= 60, f"{node.name} has {length} lines"


@pytest.mark.parametrize(
    "path", [p for p in FILES if _room(p) in STAGES or _room(p) in ("domain", "charts")], ids=_id
)
def test_computing_code_does_not_print(path):
    calls = [
        node.func.id
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    assert "print" not in calls
