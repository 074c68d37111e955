"""Writes models/themes_nl/card.md from its metrics.json and versions.json.

python scripts/card_themes.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

OUT = Path("models/themes_nl")
PASSAGE = (
    "theme", "n_present", "precision", "recall", "f1", "average_precision", "ece", "sure",
    "sure_precision", "read_for_80", "implicit_share", "recall_named", "recall_implied",
)  # fmt: skip
STORY = ("theme", "precision", "recall", "f1", "average_precision")
ROAD = ("road", "training_stories", "micro_f1", "macro_f1", "macro_average_precision")


def main() -> None:
    """Write the card."""
    metrics = json.loads((OUT / "metrics.json").read_text(encoding="utf-8"))
    versions = json.loads((OUT / "versions.json").read_text(encoding="utf-8"))
    final = metrics["final"]
    by_theme = {row["theme"]: row for row in final["passage"]}
    loader = FileSystemLoader(Path(__file__).parent)
    template = Environment(loader=loader, undefined=StrictUndefined)
    text = template.get_template("card_themes.md.jinja").render(
        versions=versions,
        final=final,
        micro=by_theme["(micro)"],
        macro=by_theme["(macro)"],
        passages=table(final["passage"], PASSAGE),
        stories=table(final["story"], STORY),
        roads=table(metrics["roads"], ROAD),
    )
    (OUT / "card.md").write_text(text + "\n", encoding="utf-8")


def table(rows: list[dict[str, Any]], columns: tuple[str, ...]) -> str:
    """Return rows as a Markdown table."""
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(_cell(row.get(name)) for name in columns) + " |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 2 else f"{value:.3f}"
    return str(value)


if __name__ == "__main__":
    main()
