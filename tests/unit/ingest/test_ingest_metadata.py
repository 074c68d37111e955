"""Metadata beside the stories."""

from dataclasses import replace

import pytest

from pipeline.domain import Metadata, Severity
from pipeline.ingest import join_metadata

HEADER = "story_id;participant;genre;teller;age_band;programme;question;wijk;period;consent;coach"


@pytest.fixture
def stories(make):
    return [make.story("A-1", "Hoi."), make.story("A-2", "Dag.")]


def _seen(ingested):
    return [
        (problem.code, problem.severity, problem.file, problem.row) for problem in ingested.problems
    ]


def test_every_field_is_joined(make, stories):
    row = "A-1;p7;brief;jongere;16-18;jongerenwerk;Hoe?;De Werf;2024K3;ja;X1\nA-2;;;;;;;;;;"
    ingested = join_metadata(stories, make.file("metadata.csv", f"{HEADER}\n{row}\n"))
    first, second = ingested.stories
    assert first.participant == "p7"
    assert first.metadata == Metadata(
        genre="brief",
        teller="jongere",
        age_band="16-18",
        programme="jongerenwerk",
        question="Hoe?",
        wijk="De Werf",
        period="2024K3",
        consent=True,
        extra={"coach": "X1"},
    )
    assert first.text == "Hoi."
    assert (second.participant, second.metadata) == ("A-2", Metadata())
    assert ingested.problems == ()


def test_what_does_not_match_is_named_and_nothing_is_lost(make, stories):
    stories.append(replace(stories[0], source="ander/A-1.docx", text="Dubbel."))
    rows = "A-1;De Werf;gisteren;misschien\nA-1;Zand;;\nA-9;Zand;;\n;Zand;;\n"
    path = make.file("metadata.csv", "story_id;wijk;period;consent\n" + rows)
    ingested = join_metadata(stories, path)
    assert [(story.id, story.text, story.metadata.wijk) for story in ingested.stories] == [
        ("A-1", "Hoi.", "De Werf"),
        ("A-2", "Dag.", ""),
    ]
    assert _seen(ingested) == [
        ("ingest.duplicate_story", Severity.SKIPS, "ander/A-1.docx", None),
        ("ingest.no_period", Severity.NOTICE, "metadata.csv", 2),
        ("ingest.no_consent", Severity.NOTICE, "metadata.csv", 2),
        ("ingest.duplicate_id", Severity.SKIPS, "metadata.csv", 3),
        ("ingest.row_without_id", Severity.SKIPS, "metadata.csv", 5),
        ("ingest.story_without_metadata", Severity.NOTICE, "A-2.txt", None),
        ("ingest.metadata_without_story", Severity.NOTICE, "metadata.csv", 4),
    ]
    assert ingested.stories[0].metadata.period == ""
    assert ingested.stories[0].metadata.consent is None


def test_a_filled_cell_beats_the_storys_own_table(make, stories):
    own = Metadata(wijk="Zand", question="Hoe?", extra={"klas": "3b"})
    stories[0] = replace(stories[0], metadata=own, participant="p1")
    path = make.file("m.csv", "id;wijk;coach\nA-1;De Werf;X\n")
    joined = join_metadata([stories[0]], path).stories[0]
    assert joined.participant == "p1"
    assert joined.metadata == Metadata(
        wijk="De Werf", question="Hoe?", extra={"klas": "3b", "coach": "X"}
    )


def test_a_story_with_metadata_of_its_own_needs_no_row(make, stories):
    own = replace(stories[1], metadata=Metadata(wijk="Zand"))
    path = make.file("m.csv", "id;wijk\nA-1;De Werf\n")
    assert join_metadata([stories[0], own], path).problems == ()


def test_ids_match_by_file_name_and_whatever_the_file_system_did_to_accents(make):
    stories = [make.story("Zoë", "Hoi."), make.story("B.2", "Dag.")]
    path = make.file("m.xlsx", make.xlsx(A=[["bestand", "wijk"], ["Zoe\u0308.docx", "Zand"],
                                            ["B.2", "Werf"]]))  # fmt: skip
    ingested = join_metadata(stories, path)
    assert [story.metadata.wijk for story in ingested.stories] == ["Zand", "Werf"]
    assert ingested.problems == ()


def test_without_a_usable_table_the_stories_come_back(make, stories, tmp_path):
    missing = join_metadata(stories, tmp_path / "metadata.csv")
    assert missing.stories == tuple(stories)
    assert _seen(missing) == [("ingest.no_metadata", Severity.NOTICE, "metadata.csv", None)]
    wrong = join_metadata(stories, make.file("m.csv", "naam;wijk\nx;y\n"))
    assert wrong.stories == tuple(stories)
    assert _seen(wrong) == [("ingest.no_column", Severity.SKIPS, "m.csv", None)]
    empty = join_metadata(stories, make.file("leeg.csv", ""))
    assert empty.stories == tuple(stories)
    assert _seen(empty) == [("ingest.empty_file", Severity.SKIPS, "leeg.csv", None)]
