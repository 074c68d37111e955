"""Figures about the stories, those who told them, and the outcome tables."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pandas as pd

from pipeline.ingest import join_metadata, read_file, story_files

Facts = dict[str, object]


def read_texts(corpus: Path) -> dict[str, str]:
    """Return the ingested text of every story."""
    found = [s for path in story_files(corpus / "stories") for s in read_file(path, corpus).stories]
    return {story.id: story.text for story in join_metadata(found, corpus / "metadata.csv").stories}


def story_facts(corpus: Path, texts: dict[str, str]) -> Facts:
    """Return counts of stories, words, formats, tellers and consent."""
    metadata = pd.read_csv(corpus / "metadata.csv", keep_default_na=False)
    per_person = metadata["participant"].value_counts()
    people = [person for person in per_person.index if person.startswith("P-")]
    formats = Counter(path.suffix[1:] for path in story_files(corpus / "stories"))
    codings = pd.read_csv(corpus / "codings" / "adjudicated.csv", keep_default_na=False)
    consent = metadata["consent"].value_counts()
    return {
        "stories": len(texts),
        "words": sum(len(text.split()) for text in texts.values()),
        "passages": len(codings[["story_id", "start"]].drop_duplicates()),
        "genres": dict(sorted(metadata["genre"].value_counts().items())),
        "formats": dict(sorted(formats.items())),
        "wijken": metadata["wijk"].nunique(),
        "periods": metadata["period"].nunique(),
        "fewest_per_wijk": int(metadata["wijk"].value_counts().min()),
        "most_per_wijk": int(metadata["wijk"].value_counts().max()),
        "people": len(people),
        "groups": len(per_person) - len(people),
        "told_twice": int((per_person > 1).sum()),
        "consent_yes": int(consent["ja"]),
        "consent_no": int(consent["nee"]),
        "consent_unknown": int(consent[""]),
    }


def outcome_facts(corpus: Path) -> Facts:
    """Return counts of the simulated and the real outcome tables, and what is planted."""
    outcomes = corpus / "outcomes"
    planted = json.loads((outcomes / "planted.json").read_text(encoding="utf-8"))
    registrations = pd.read_csv(outcomes / "registraties.csv", keep_default_na=False)
    metadata = pd.read_csv(corpus / "metadata.csv", keep_default_na=False)
    real = pd.read_csv(outcomes / "haaglanden_wijken.csv")
    shares = [column for column in real if column.endswith("_pct")]
    keep = ("theme", "indicator", "level", "measure", "target", "achieved", "n")
    return {
        "seed": planted["seed"],
        "planted": [
            {key: link[key] for key in keep}
            for kind in ("planted", "planted_too_small")
            for link in planted[kind]
        ],
        "absent_indicators": planted["absent_indicators"],
        "absent_smallest_p": planted["absent_smallest_p"],
        "absent_smallest_q": planted["absent_smallest_q"],
        "pairs": planted["pairs"],
        "break_step": planted["trend_breaks"][0]["step"],
        "break_period": planted["trend_breaks"][0]["period"],
        "not_measured": len(planted["not_measured"]),
        "registrations": len(registrations),
        "clients": registrations["participant"].nunique(),
        "clients_with_story": len(set(registrations["participant"]) & set(metadata["participant"])),
        "flaws": {kind: len(rows) for kind, rows in planted["registration_flaws"].items()},
        "real_rows": len(real),
        "real_wijken": real["wijkcode"].nunique(),
        "real_first_year": int(real["jaar"].min()),
        "real_last_year": int(real["jaar"].max()),
        "real_missing": {column: int(real[column].isna().sum()) for column in shares},
    }
