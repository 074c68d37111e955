"""A small made-up study with published results, for tests of what is shown.

Thirty stories: twelve in Noord, twelve in Zuid, four in West, two in Oost. Each has a question, an
answer with ‘steun’ or ‘moed’, and some a passage with the critical theme ‘drempel’. Every fifth
teller did not agree to be quoted.
"""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd

from pipeline.config import Settings, StudySection
from pipeline.domain import TABLES, Codebook, Polarity, Theme
from pipeline.findings import choose_quotes, make_findings
from pipeline.store import Results, open_study, publish

TOLD = Path(__file__).with_name("small_study.json")
"""Tables that follow from no other: what the machine is worth, flaws in registrations, chance."""
WIJKEN = ["Noord"] * 12 + ["Zuid"] * 12 + ["West"] * 4 + ["Oost"] * 2
CODEBOOK = Codebook(
    "Proefcodeboek",
    3,
    (
        Theme("steun", "Steun", "Er was iemand.", "Support", include="Iemand hielp."),
        Theme("moed", "Moed", "De verteller durfde.", "Courage", examples=("Ik belde zelf.",)),
        Theme("drempel", "Drempel", "Iets zat tegen.", "Barrier", polarity=Polarity.CRITICAL),
    ),
)
SETTINGS = Settings(study=StudySection(id="proef", title="Proefstudie", fiction=True))
STUDY_FILE = '[study]\nid = "proef"\ntitle = "Proefstudie"\nfiction = true\n'


def story_id(number: int) -> str:
    return f"S-{number:02d}"


def lines(number: int) -> list[tuple[str, str]]:
    """The turns of one story: speaker and words, letters beyond ASCII and the BMP included."""
    told = [("I", "Hoe ging dat?")]
    if number % 2 == 0:
        told.append(
            ("R", f"Er kwam iemand langs, elke week, ook in week {number} 🙂. Zo fijn was dat.")
        )
    else:
        told.append(("R", f"Ik heb zelf gebeld, op dag {number}. Dat durfde ik éérst niet."))
    if number % 3 == 0:
        told.append(
            ("R", f"Maar het loket was dicht, {number} keer <dicht>. Toen moest ik weer bellen.")
        )
    return told


def themes_of(number: int, place: int) -> list[str]:
    """The themes of a passage of a story, by its place from 0."""
    if place == 1:
        return ["steun"] if number % 2 == 0 else ["moed"]
    return ["drempel"] if place == 2 else []


def _stories_and_passages() -> tuple[pd.DataFrame, pd.DataFrame]:
    stories, passages = [], []
    for number, wijk in enumerate(WIJKEN, start=1):
        text = ""
        for place, (speaker, words) in enumerate(lines(number)):
            start = len(text)
            text += f"{speaker}: {words}"
            passages.append(
                {
                    "passage_id": f"{story_id(number)}.{place + 1:02d}",
                    "story_id": story_id(number),
                    "number": place + 1,
                    "start": start,
                    "end": len(text),
                    "source_start": start + 1000,
                    "source_end": len(text) + 1000,
                    "speaker": speaker,
                    "is_question": speaker == "I",
                    "text": text[start:],
                }
            )
            text += "\n"
        stories.append(
            {
                "story_id": story_id(number),
                "participant": f"P{number:02d}",
                "text": text,
                "source": f"stories/{story_id(number)}.txt",
                "sha256": f"{number:064d}",
                "genre": "interview",
                "teller": "jongere" if number <= 15 else "ouder",
                "age_band": "16-18",
                "programme": "jongerenwerk",
                "question": "",
                "wijk": wijk,
                "period": "2024K1" if number <= 15 else "2024K2",
                "consent": number % 5 != 0,
            }
        )
    return pd.DataFrame(stories), pd.DataFrame(passages)


def _codings(passages: pd.DataFrame) -> pd.DataFrame:
    rows = []
    for passage in passages[~passages["is_question"]].to_dict("records"):
        number = int(passage["story_id"][2:])
        here = themes_of(number, passage["number"] - 1)
        for theme in CODEBOOK.ids:
            present = theme in here
            by_machine = number == 28
            marked = present and theme == "moed"
            rows.append(
                {
                    "passage_id": passage["passage_id"],
                    "story_id": passage["story_id"],
                    "theme": theme,
                    "present": present,
                    "by": "machine" if by_machine else "human",
                    "coder": "builtin" if by_machine else "adjudicated",
                    "probability": 0.55 if by_machine and present else 0.8 if present else 0.05,
                    "machine_present": present,
                    "in_doubt": by_machine and present,
                    "implicit": (number % 4 == 0) if present else None,
                    "evidence_start": passage["start"] + 3 if marked else None,
                    "evidence_end": passage["start"] + 21 if marked else None,
                }
            )
    return pd.DataFrame(rows)


def _labels(codings: pd.DataFrame) -> pd.DataFrame:
    human = codings[codings["by"] == "human"]
    seen = human.loc[human["present"], ["passage_id", "theme"]]
    return pd.concat(
        [
            seen.assign(coder=coder, decision="present", sure=2)
            for coder in ("coder1", "adjudicated")
        ],
        ignore_index=True,
    )


def _frequencies(stories: pd.DataFrame, codings: pd.DataFrame) -> pd.DataFrame:
    told = codings.groupby(["story_id", "theme"])["present"].any().reset_index()
    told = told.merge(stories, on="story_id").assign(all="")
    rows = []
    for kind in ("all", "wijk", "period", "programme", "age_band"):
        for (theme, group), part in told.groupby(["theme", kind]):
            n, k = len(part), int(part["present"].sum())
            rows.append(
                {
                    "theme": theme,
                    "group_kind": kind,
                    "group": group,
                    "unit": "story",
                    "n": n,
                    "k": k,
                    "estimate": k / n,
                    "low": max(0.0, k / n - 0.12),
                    "high": min(1.0, k / n + 0.12),
                    "method": "human",
                    "n_human": n,
                    "machine_share": k / n,
                    "indicative": n < 10,
                }
            )
    return pd.DataFrame(rows)


def _indicator(name: str, label: str, level: str, unit: str, simulated: bool) -> dict[str, object]:
    return {
        "indicator": name,
        "label": label,
        "label_en": f"{label} (en)",
        "definition": "Zoals geteld.",
        "unit": unit,
        "level": level,
        "direction": "lower_is_better",
        "source": "Proefbron",
        "simulated": simulated,
        "lag": 0,
        "trend_breaks": "",
        "outcome_domain": "school",
    }


def _outcomes(stories: pd.DataFrame) -> pd.DataFrame:
    areas = [
        {"indicator": "uitval", "observation": wijk, "period": period, "value": value + shift}
        for wijk, value in (("Noord", 4.0), ("Zuid", 6.0), ("West", 8.0), ("Oost", 9.0))
        for period, shift in (("2024K1", 0.0), ("2024K2", 0.5))
    ]
    people = [
        {"indicator": "cijfer", "observation": person, "period": "", "value": 6.0 + number % 2}
        for number, person in enumerate(stories["participant"], start=1)
    ]
    return pd.DataFrame([*areas, *people])


def association(theme: str, indicator: str, measure: str, **values: object) -> dict[str, object]:
    """One row of ASSOCIATIONS."""
    return {
        "theme": theme,
        "indicator": indicator,
        "level": "wijk" if measure == "spearman" else "participant",
        "effect_name": measure,
        "n": 4 if measure == "spearman" else 30,
        "strength": 2,
        "reasons": "",
        "caveats": "",
        "method": "permutation",
        "simulated": True,
        **values,
    }


def _trust(passages: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """What the machine was found to be worth, and why it said what it said of S-28.02."""
    measured = [("steun", 0.8, 0.6, 0.69), ("moed", 0.7, 0.5, 0.58), ("drempel", 0.3, 0.2, 0.24)]
    rows = [
        {
            "coder": "builtin",
            "theme": theme,
            "n": 40,
            "n_present": 15,
            "precision": precision,
            "recall": recall,
            "f1": f1,
            "f1_low": f1 - 0.1,
            "f1_high": f1 + 0.1,
            "sure": 4,
            "sure_precision": 0.75,
            "recall_named": 0.7,
            "recall_implied": 0.25,
            "coder_f1": 0.86,
        }
        for theme, precision, recall, f1 in [*measured, ("(micro)", 0.6, 0.43, 0.5)]
    ]
    here = passages[passages["passage_id"] == "S-28.02"].iloc[0]
    start = int(here["start"]) + str(here["text"]).index("iemand")
    word = {"passage_id": "S-28.02", "theme": "steun", "start": start, "end": start + 6}
    return {"evaluation": pd.DataFrame(rows), "words": pd.DataFrame([{**word, "weight": 1.2}])}


def _prefilled(passages: pd.DataFrame) -> pd.DataFrame:
    """What stories S-02 and S-05 already tell."""
    told = passages[passages["passage_id"] == "S-02.02"].iloc[0]
    start = int(told["start"]) + str(told["text"]).index("elke week")
    common = {"story_id": "S-02", "participant": "P02", "certain": True}
    filled = [
        {**common, "field": "wijk", "value": "Noord", "origin": "metadata"},
        {**common, "field": "step", "value": "applied", "origin": "text", "passage_id": "S-02.02",
         "start": start, "end": start + 9, "certain": False},
        {**common, "story_id": "S-05", "participant": "P05", "field": "wijk", "value": "Noord",
         "origin": "metadata"},
    ]  # fmt: skip
    return pd.DataFrame(filled)


def small_tables() -> dict[str, pd.DataFrame]:
    """Every table of the study, findings and quotes included."""
    stories, passages = _stories_and_passages()
    codings = _codings(passages)
    associations = [
        association("steun", "uitval", "spearman", effect=-0.8, low=-0.95, high=-0.4, strength=3),
        association("moed", "cijfer", "mean_difference", effect=1.0, low=0.6, high=1.4),
        association(
            "drempel", "cijfer", "mean_difference", effect=0.1, low=-0.3, high=0.5, strength=0
        ),
    ]
    indicators = [
        _indicator("uitval", "Schooluitval", "wijk", "%", simulated=True),
        _indicator("cijfer", "Rapportcijfer", "participant", "punt", simulated=False),
    ]
    raw = {
        "stories": stories,
        "passages": passages,
        "labels": _labels(codings),
        "codings": codings,
        "frequencies": _frequencies(stories, codings),
        "indicators": pd.DataFrame(indicators),
        "outcomes": _outcomes(stories),
        "associations": pd.DataFrame(associations),
        "quality": pd.DataFrame(
            [
                {
                    "theme": theme,
                    "unit": "passage",
                    "n": 40,
                    "n_present": 15,
                    "precision": 0.8,
                    "recall": 0.6,
                    "enough_examples": theme != "drempel",
                }
                for theme in CODEBOOK.ids
            ]
        ),
        "agreement": pd.DataFrame(
            [
                {
                    "theme": "steun",
                    "coder_a": "coder1",
                    "coder_b": "coder2",
                    "n": 40,
                    "alpha": 0.78,
                    "alpha_low": 0.7,
                    "alpha_high": 0.86,
                    "percent": 0.93,
                }
            ]
        ),
    }
    raw |= _trust(passages)
    raw |= {name: pd.DataFrame(rows) for name, rows in json.loads(TOLD.read_text()).items()}
    raw["prefilled"] = _prefilled(passages)
    tables = {name: TABLES[name].empty() for name in TABLES}
    tables |= {name: TABLES[name].conform(frame) for name, frame in raw.items()}
    tables["findings"] = make_findings(
        tables["frequencies"], tables["associations"], tables["indicators"], CODEBOOK, SETTINGS
    )
    tables["quotes"] = choose_quotes(tables["findings"], tables, CODEBOOK)
    return tables


def publish_small(folder: Path) -> Results:
    """Write the study with its results into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "study.toml").write_text(STUDY_FILE, encoding="utf-8")
    (folder / "DATA_STATEMENT.md").write_text(
        "Alles in deze proef is verzonnen.\n", encoding="utf-8"
    )
    manifest = {
        "study": "proef",
        "settings": SETTINGS.model_dump(mode="json"),
        "inputs": {},
        "decisions": 0,
        "coder": {"coder": "builtin", "folds": 5},
        "vectors": {"name": "proefvectoren", "version": "2"},
        "packages": {"pandas": "3"},
        "problems": [],
    }
    return publish(open_study(folder), "proef1", small_tables(), CODEBOOK, manifest)
