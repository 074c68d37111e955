"""Every problem that ingest and segment can name has a text, and no text is for nothing."""

import re
from pathlib import Path

from pipeline.text import texts

PACKAGE = Path(__file__).parents[3] / "pipeline"
CODE = re.compile(
    r'(?:problem|unusable|_notice)\(\s*(?:source,\s*)?"([a-z_]+)"|"(?:ingest|segment)\.([a-z_]+)"'
)
CHOSEN = re.compile(r'"((?:coding|row|old|encrypted)[a-z_]*)"')


def _codes(area: str) -> tuple[set[str], set[str]]:
    source = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / area).glob("*.py"))
    return {one or other for one, other in CODE.findall(source)}, set(CHOSEN.findall(source))


def test_problems_and_texts_match():
    for area in ("ingest", "segment"):
        direct, chosen = _codes(area)
        keys = {
            key.split(".", 1)[1] for key in sorted(texts("nl").keys()) if key.startswith(f"{area}.")
        }
        assert direct - keys == set()
        assert keys - direct - chosen == set()
