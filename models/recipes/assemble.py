"""One pipeline from the parts that were trained apart, in the order of ``nl_core_news_sm``."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.language import Language

NAME, VERSION = "vertellen_sm", "1.0.0"
DESCRIPTION = (
    "Dutch pipeline for stories from social work: tags, morphology, lemmas, sentences, "
    "dependencies and names. Trained on Universal Dependencies, WikiANN and Europeana."
)
LICENCE = "CC BY-SA 4.0"
SOURCES = [
    {"name": "UD Dutch Alpino and LassySmall, Alpino treebank", "license": "CC BY-SA 4.0"},
    {"name": "WikiANN (nl)", "license": "ODC-BY 1.0"},
    {"name": "Europeana Newspapers NER (nl, KB)", "license": "CC0 1.0"},
]


def assemble(tagger: Path, parser: Path, names: Path | None) -> Language:
    """Return the pipeline.

    The sentence recogniser comes before the parser, which keeps to its sentences: it finds more
    of them, in the treebanks and in spoken Dutch, than the parser does by itself.
    """
    learned = spacy.load(tagger)
    nlp = spacy.load(tagger, exclude=["senter"])
    nlp.add_pipe("senter", source=learned, after="tagger")
    nlp.add_pipe("parser", source=spacy.load(parser), before="lemmatizer")
    if names is not None:
        nlp.add_pipe("ner", source=spacy.load(names), last=True)
    nlp.meta.update(
        name=NAME,
        version=VERSION,
        description=DESCRIPTION,
        author="Tellen & Vertellen",
        license=LICENCE,
        sources=SOURCES,
        performance={},
    )
    return nlp


def rounded(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the values with eleven significant bits, as float16 has.

    The file stays as large, but compresses to some 60%: that is what the repository keeps.
    """
    mantissa, exponent = np.frexp(values)
    return np.ldexp(np.round(mantissa * 2048) / 2048, exponent).astype(np.float32)


def round_weights(nlp: Language) -> None:
    """Round every weight of every component in place."""
    for _, component in nlp.components:
        if hasattr(component, "model"):
            for node in component.model.walk():
                for name in node.param_names:
                    if node.has_param(name):
                        node.set_param(name, rounded(node.get_param(name)))


def main() -> None:
    """Write the assembled pipeline."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("tagger", type=Path)
    parser.add_argument("parser", type=Path)
    parser.add_argument("ner", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    nlp = assemble(arguments.tagger, arguments.parser, arguments.ner)
    round_weights(nlp)
    nlp.to_disk(arguments.out)
    print(f"{nlp.meta['name']} {nlp.meta['version']}: {', '.join(nlp.component_names)}")


if __name__ == "__main__":
    main()
