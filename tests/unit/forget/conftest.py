"""A small study on disk with words of P-1 in every place that words can be."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from pipeline.pseudonymise import Kind, PseudonymKey
from pipeline.store import Event, Journal, open_study, record_audit
from pipeline.store.meetings import FrozenFinding, FrozenQuote, Meeting, Meetings

OWN = "Mijn buurvrouw Tjitske Wolkema bracht elke zaterdag een pannetje bruine bonen langs."
ROW = "Bij het loket vroeg niemand waarom mijn linkerschoen kapot was die winter."
SAID = "Toen heb ik de paarse fiets van mijn oom gewoon teruggebracht naar Lemmer."
OTHERS = "Het jongerenwerk hielp mij met een brief aan de gemeente over de huur."
CHAT = [
    ("I", "Hoe ging dat met elkaar?"),
    ("Nynke", SAID),
    ("Joris", "Ik vond dat knap, want iedereen keek ernaar."),
    ("Nynke", "Ja, dat durfde ik eerst helemaal niet hoor."),
    ("Joris", "Daarna kwamen er meer mensen praten."),
]
STUDY = """[study]
id = "weg"
title = "Weg"
[pseudonyms]
key = "../sleutel.json"
"""
CODEBOOK = """title: Proef
version: 1
themes:
  - id: steun
    label: Steun
    definition: Er was iemand.
"""


def chat_text() -> str:
    return "\n".join(f"{who}: {words}" for who, words in CHAT)


@pytest.fixture
def folder(tmp_path) -> Path:
    place = tmp_path / "studie"
    stories = place / "stories"
    for name in ("stories", "codings", "outcomes", "results/cache/x", "results/tables-1"):
        (place / name).mkdir(parents=True)
    (place / "study.toml").write_text(STUDY, encoding="utf-8")
    (place / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    document = docx.Document()
    document.add_paragraph(OWN)
    document.save(str(stories / "V-01.docx"))
    (stories / "V-02.txt").write_text(OTHERS, encoding="utf-8")
    (stories / "G-01.txt").write_text(chat_text(), encoding="utf-8")
    _tables(place)
    _outcomes(place / "outcomes")
    _computed(place / "results")
    return place


def _tables(place: Path) -> None:
    (place / "metadata.csv").write_bytes(
        b'story_id;participant;wijk;consent\r\nV-01;P-1;Noord;ja\r\nV-02;P-2;"Zuid;oost";ja\r\n'
        b"G-01;G-1;Noord;ja\r\nT-1;P-1;Noord;nee\r\n"
    )
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["id", "deelnemer", "tekst"])
    sheet.append(["T-1", "P-1", ROW])
    sheet.append(["T-2", "P-2", "Een ander antwoord, over de bus en over werk."])
    book.save(place / "stories" / "antwoorden.xlsx")
    start = chat_text().index("Nynke: Toen")
    (place / "codings" / "anna.csv").write_text(
        "story_id,start,end,theme,decision,evidence,sure\n"
        f'V-01,0,40,steun,present,"{OWN[:40]}",2\n'
        f"V-02,0,20,steun,present,{OTHERS[:20]},2\n"
        f"G-01,{start},{start + 30},steun,present,,2\n"
        "G-01,0,20,steun,absent,,2\n",
        encoding="utf-8",
    )


def _outcomes(place: Path) -> None:
    (place / "indicators.toml").write_text(
        '[[indicator]]\nid = "cijfer"\nfile = "cijfers.csv"\nobservation_column = "wie"\n',
        encoding="utf-8",
    )
    (place / "cijfers.csv").write_text(
        "Titel van de tabel\nwie,waarde\nP-1,7\nP-2,8\nP-11,9\n", encoding="latin-1"
    )


def _computed(results: Path) -> None:
    (results / "rapport.html").write_text(f"<p>{OWN}</p>", encoding="utf-8")
    (results / "cache" / "x" / "value.json").write_text(json.dumps(OWN), encoding="utf-8")
    (results / "manifest.json").write_text("{}", encoding="utf-8")


@pytest.fixture
def study(folder):
    """The study opened, with a journal, a meeting and a key that know P-1."""
    opened = open_study(folder)
    journal = Journal(opened.journal_url)
    first = journal.record(
        Event("anna", story_id="V-01", start=0, end=40, theme="steun", decision="present")
    )
    journal.retract(first, "anna")
    journal.record(
        Event("anna", story_id="V-02", start=0, end=20, theme="steun", decision="present")
    )
    start = chat_text().index("Nynke: Toen")
    journal.record(Event("bo", story_id="G-01", start=start, end=start + 30, theme="steun"))
    details = {
        "action": "accept",
        "label": "Een pannetje",
        "definition": f"Zoals: {OWN}",
        "examples": [OWN, OTHERS],
        "passages": [["V-01", 0, 40], ["V-02", 0, 20]],
    }
    journal.record(Event("anna", kind="candidate", details=details))
    rows = [(name, "", 0.5, n, 1) for n, name in enumerate(("V-01", "V-02"), start=1)]
    import pandas as pd

    columns = ["story_id", "stratum", "probability", "order", "seed"]
    record_audit(journal, pd.DataFrame(rows, columns=columns), "")
    journal.close()
    quotes = tuple(
        FrozenQuote(words, "clearest", "confirms", story, f"{story}.01")
        for story, words in (("V-01", OWN), ("V-02", OTHERS))
    )
    finding = FrozenFinding("f", "Zin.", "1", (), (), False, quotes)
    Meetings(folder).save(
        Meeting("2026-01-01-a", "2026-01-01", "nl", "Weg", "", "k", True, (finding,), {})
    )
    key = PseudonymKey.load(opened.pseudonym_key)
    for name in ("Tjitske Wolkema", "Nynke", "Joris", "Lemmer"):
        key.pseudonym(Kind.PERSON, name)
    key.save()
    return opened


class Search:
    """Reads every file under some folders, compressed ones included, as an outsider would."""

    def __init__(self, *folders: Path) -> None:
        self.folders = folders

    def contents(self):
        for folder in self.folders:
            for path in folder.rglob("*"):
                if not path.is_file():
                    continue
                yield path, path.name.encode()
                data = path.read_bytes()
                yield path, data
                if zipfile.is_zipfile(path):
                    with zipfile.ZipFile(path) as archive:
                        for name in archive.namelist():
                            yield path, archive.read(name)
                if path.suffix == ".parquet":
                    import pandas as pd

                    yield path, pd.read_parquet(path).to_csv().encode()
                if data.startswith(b"SQLite format 3"):
                    with sqlite3.connect(path) as connection:
                        yield path, "\n".join(connection.iterdump()).encode()

    def found(self, *words: str) -> set[tuple[str, str]]:
        """Return file and word of every hit; JSON may have escaped letters."""
        hits = set()
        for path, data in self.contents():
            for word in words:
                if word.encode() in data or json.dumps(word)[1:-1].encode() in data:
                    hits.add((path.name, word))
        return hits


@pytest.fixture
def search():
    return Search


@pytest.fixture
def words():
    """Words of P-1 by where they were said."""
    return {"own": OWN, "row": ROW, "said": SAID, "others": OTHERS, "chat": chat_text()}
