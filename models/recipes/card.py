"""Write each model's card from its figures, so that the two cannot differ."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parent / "cards"
MEASURES = (
    ("tag_acc", "fijne woordsoort"),
    ("pos_acc", "woordsoort"),
    ("morph_acc", "vorm"),
    ("lemma_acc", "woordenboekwoord"),
    ("dep_uas", "ontleding, hoofd (UAS)"),
    ("dep_las", "ontleding, hoofd en label (LAS)"),
    ("sents_f", "zinnen"),
)
SPEEDS = (
    ("blank", 'alleen woorden, `spacy.blank("nl")`'),
    ("lemmas_sentences", "woordenboekwoord en zinnen"),
    ("tags_lemmas_sentences", "ook woordsoort en vorm"),
    ("without_ner", "ook de ontleding"),
    ("full", "alles"),
)
WAYS = {
    "word2vec": "word2vec",
    "word2vec_wordnet": "word2vec met Open Dutch WordNet",
    "ppmi": "PPMI met SVD",
    "joined": "word2vec en PPMI samen",
    "joined_wordnet": "word2vec en PPMI samen, met Open Dutch WordNet",
    "ppmi_wordnet": "PPMI met SVD en Open Dutch WordNet",
}


def decimals(value: float) -> str:
    """Return three decimals, with a comma.

    Examples
    --------
    >>> decimals(0.9412)
    '0,941'
    """
    return f"{value:.3f}".replace(".", ",")


def one_decimal(value: float) -> str:
    """Return one decimal, with a comma."""
    return f"{value:.1f}".replace(".", ",")


def signed(value: float) -> str:
    """Return three decimals and always a sign; a zero has none.

    Examples
    --------
    >>> signed(-0.0123)
    '−0,012'
    """
    written = decimals(abs(value))
    if written == "0,000":
        return written
    return f"{'−' if value < 0 else '+'}{written}"


def whole(value: float) -> str:
    """Return a whole number with points between the thousands."""
    return f"{value:,.0f}".replace(",", ".")


def render(figures: dict[str, Any]) -> str:
    """Return the card of the model that these figures are about."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True
    )
    template = environment.get_template(f"{figures['model']}.md.j2")
    return template.render(
        m=figures,
        measures=MEASURES,
        speeds=SPEEDS,
        label=WAYS.__getitem__,
        d=decimals,
        d1=one_decimal,
        s=signed,
        n=whole,
    )


def main() -> None:
    """Write ``card.md`` in every model folder that is named."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("models", type=Path, nargs="+")
    for folder in parser.parse_args().models:
        figures = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
        (folder / "card.md").write_text(render(figures), encoding="utf-8")


if __name__ == "__main__":
    main()
