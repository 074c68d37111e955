"""The scripts give the same bytes each time, and notice when a file was changed."""

import io
import shutil
import zipfile
from pathlib import Path

import build_corpus
import describe_corpus
import numpy as np
import pytest
import simulate_outcomes
from corpus_files.archive import settled
from corpus_files.codings import adjudicated_rows, coder_rows
from corpus_files.documents import as_docx, as_odt, paragraphs_of
from corpus_files.people import TOLD_TWICE, consents, participants
from corpus_files.real_outcomes import haaglanden
from corpus_files.sheet import as_csv, as_xlsx
from corpus_files.subtitles import as_vtt
from havenrijk.wijken import planted_levels
from scipy import stats

from pipeline.ingest import read_file

ROOT = Path(__file__).parents[3]
SHARED = ROOT.parent / "shared"
LETTER = "Lieve Anna,\nStraat 1 & 2 <links>\n\nHet gaat  goed.\n\nGroet,\nBé"
TALK = "I: Hoe gaat het?\nR: Goed & wel, <zeker>. " + "En nog meer woorden. " * 20
TALK = TALK.strip() + "\nI: Fijn.\nR: Ja."


@pytest.fixture
def call(capsys):
    """Run a script as its command line would; return its status and what it prints."""

    def run(script, *words):
        capsys.readouterr()
        status = script.main([str(word) for word in words])
        return status, capsys.readouterr().out

    return run


@pytest.fixture
def copied(corpus, tmp_path):
    keep = shutil.ignore_patterns("results", "decisions.db*")
    return Path(shutil.copytree(corpus, tmp_path / "corpus", ignore=keep))


@pytest.mark.parametrize("script", [simulate_outcomes, describe_corpus])
def test_a_second_run_changes_nothing(call, script, corpus):
    assert call(script, "--corpus", corpus, "--check") == (0, "0 files differ\n")


@pytest.mark.parametrize(
    ("script", "file", "old", "new"),
    [
        (simulate_outcomes, "outcomes/wijken.csv", "Binnenstad,2022K1", "Binnenstad,2021K4"),
        (describe_corpus, "DATA_STATEMENT.md", "136 stories", "137 stories"),
        (describe_corpus, "facts.json", '"wijken": 12', '"wijken": 13'),
    ],
)
def test_a_changed_file_is_named_and_made_again(call, script, file, old, new, copied, corpus):
    path = copied / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    expected = f"{path.name}\n1 files differ\n"
    assert call(script, "--corpus", copied, "--check") == (1, expected)
    assert call(script, "--corpus", copied) == (0, f"{path.name}\n1 files written\n")
    assert path.read_bytes() == (corpus / file).read_bytes()


def test_other_themes_give_other_outcomes(call, copied):
    path = copied / "codings" / "adjudicated.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if ",drempels,present," not in line or line[0] != "A"]
    assert len(kept) < len(lines)
    path.write_text("".join(kept), encoding="utf-8")
    status, said = call(simulate_outcomes, "--corpus", copied, "--check")
    assert status == 1
    assert "wijken.csv" in said


@pytest.mark.skipif(not SHARED.is_dir(), reason="the material the corpus was made from is absent")
def test_the_committed_files_are_what_the_source_gives(call):
    assert call(build_corpus, SHARED, "--check") == (0, "0 files differ\n")


@pytest.mark.parametrize("make", [as_docx, as_odt])
def test_a_document_is_the_same_each_time_and_reads_back(make, tmp_path):
    paragraphs = paragraphs_of(LETTER, turns=False)
    data = make(paragraphs, "L-1")
    assert data == make(paragraphs, "L-1")
    suffix = "docx" if make is as_docx else "odt"
    path = tmp_path / f"L-1.{suffix}"
    path.write_bytes(data)
    (story,) = read_file(path, tmp_path).stories
    assert story.text == LETTER


def test_a_workbook_is_the_same_each_time(tmp_path):
    rows = [{"story_id": "Q1", "participant": "P", "question": "Hoe?", "text": "Goed.\nEcht."}]
    columns = ("story_id", "participant", "question", "text")
    data = as_xlsx(columns, rows, "Antwoorden")
    assert data == as_xlsx(columns, rows, "Antwoorden")
    path = tmp_path / "antwoorden.xlsx"
    path.write_bytes(data)
    (story,) = read_file(path, tmp_path).stories
    assert (story.id, story.text, story.metadata.question) == ("Q1", "Goed.\nEcht.", "Hoe?")


def test_an_archive_forgets_when_it_was_made():
    def packed(moment, order):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            for name in order:
                date = f"<dc:date>{moment}-01-01T00:00:00Z</dc:date>" if name == "meta.xml" else ""
                archive.writestr(zipfile.ZipInfo(name, (moment, 1, 1, 0, 0, 0)), f"x{date}")
        return target.getvalue()

    one = settled(packed(1999, ["b", "mimetype", "meta.xml", "thumb"]), frozenset({"thumb"}))
    other = settled(packed(2020, ["meta.xml", "b", "mimetype"]))
    assert one == other
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert archive.namelist() == ["mimetype", "b", "meta.xml"]
        assert archive.read("meta.xml") == b"x<dc:date>2026-01-05T09:00:00Z</dc:date>"
        assert archive.infolist()[0].compress_type == zipfile.ZIP_STORED


def test_subtitles_read_back_as_the_conversation(tmp_path):
    path = tmp_path / "G-1.vtt"
    path.write_text(as_vtt(TALK), encoding="utf-8")
    (story,) = read_file(path, tmp_path).stories
    assert story.text == TALK
    assert [turn.speaker for turn in story.turns] == ["I", "R", "I", "R"]


@pytest.mark.parametrize("text", ["I: Hoe?\nGoed.", "I: Hoe?\nI: Nou?"])
def test_subtitles_refuse_what_they_cannot_keep(text):
    with pytest.raises(ValueError, match="speaker"):
        as_vtt(text)


def test_people_are_drawn_once_each():
    stories = [{"id": i, "genre": "brief"} for pair in TOLD_TWICE for i in pair]
    stories += [{"id": f"X-{n}", "genre": "groepsgesprek"} for n in (1, 2)]
    who = participants(stories)
    assert who == participants(stories)
    assert all(who[one] == who[other] for one, other in TOLD_TWICE)
    assert len(set(who.values())) == len(TOLD_TWICE) + 2
    assert [who["X-1"], who["X-2"]] == ["G-01", "G-02"]
    answers = list(consents(stories).values())
    assert (answers.count("nee"), answers.count(""), answers.count("ja")) == (8, 5, 13)


PASSAGE = {"passage_id": "A.1", "story_id": "A", "start": 0, "end": 9, "text": "ik kan het"}


def coding(*themes, evidence="", sure=3):
    return {"A.1": {"themes": list(themes), "evidence": evidence, "sure": sure}}


def test_a_read_passage_without_theme_is_one_row_and_one_with_two_is_two():
    (row,) = coder_rows([PASSAGE], coding())
    assert (row["theme"], row["decision"], row["sure"]) == ("", "", "")
    rows = coder_rows([PASSAGE], coding("talent", "wegwijs", evidence="kan", sure=2))
    assert [(r["theme"], r["decision"], r["sure"]) for r in rows] == [
        ("talent", "present", 2),
        ("wegwijs", "present", 2),
    ]


def test_decided_rows_take_evidence_of_whoever_saw_it_first():
    coders = [coding("talent", evidence="ik"), coding("talent", "wegwijs", evidence="het", sure=2)]
    decided = {"A.1": {"themes": ["talent", "wegwijs"]}}
    rows = adjudicated_rows([PASSAGE], decided, coders)
    assert [(r["evidence"], r["sure"]) for r in rows] == [("ik", 3), ("het", 2)]


def test_wrong_codings_are_refused():
    with pytest.raises(ValueError, match="evidence is not in the passage"):
        coder_rows([PASSAGE], coding("talent", evidence="niet"))
    with pytest.raises(ValueError, match="no coder saw veerkracht"):
        adjudicated_rows([PASSAGE], {"A.1": {"themes": ["veerkracht"]}}, [coding(), coding()])


def test_real_figures_are_percentages_and_zero_is_unknown():
    header = "WKC,Wijknaam,GMN,YEAR,Total_Population,%_Debt_Poor,%_Wanbet,"
    header += "%_Welfare_benefit_user,%_JGDHULP_user,%_Low_Income,other"
    rows = [
        "WK000002, Zuid,Stad,2011,0,0.0,0.01234567,,0.5,0.0,9",
        "WK000001,Noord,Stad,2010,8350.0,0,,,,,9",
    ]
    rows.append("WK0000--,Onbekend,Stad,2010,10,0.1,0.1,0.1,0.1,0.1,9")
    written = haaglanden("\n".join([header, *rows])).splitlines()
    assert written[1] == "WK000001,Noord,Stad,2010,8350,,,,,"
    assert written[2] == "WK000002,Zuid,Stad,2011,,,1.235,,50.000,"
    assert len(written) == 3


def test_a_table_is_written_with_line_feeds_and_quotes_where_needed():
    assert as_csv(("a", "b"), [{"a": "x\ny", "b": 'z"', "c": 1}]) == 'a,b\n"x\ny","z"""\n'


@pytest.mark.parametrize("correlation", [-0.9, 0.5])
def test_planted_levels_have_the_correlation_with_the_ranks(correlation):
    share = np.array([0.1, 0.3, 0.2, 0.2, 0.6, 0.5, 0.9, 0.0])
    levels = planted_levels(share, correlation, len(share), np.random.default_rng(1))
    found = np.corrcoef(levels, stats.rankdata(share))[0, 1]
    assert found == pytest.approx(correlation, abs=1e-12)
    assert (levels.mean(), levels.std()) == (pytest.approx(0, abs=1e-12), pytest.approx(1))
