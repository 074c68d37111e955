"""Codings point at literal words, and the decided set follows from the two coders."""

import pandas as pd

from pipeline.ingest import read_codebook, read_codings

SPAN = ["story_id", "start", "end"]


def test_there_are_three_sets_over_the_same_passages(codings):
    assert set(codings) == {"coder1", "coder2", "adjudicated"}
    spans = {name: set(table[SPAN].itertuples(index=False)) for name, table in codings.items()}
    assert spans["coder1"] == spans["coder2"] == spans["adjudicated"]
    assert len(spans["coder1"]) == 1657


def test_passages_lie_inside_their_story_and_do_not_overlap(codings, stories):
    spans = codings["adjudicated"][SPAN].drop_duplicates().sort_values(SPAN)
    for story_id, own in spans.groupby("story_id"):
        text = stories[story_id].text
        ends = [0, *own["end"]]
        for (start, end), before in zip(own[["start", "end"]].to_numpy(), ends, strict=False):
            assert before <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()
            assert text[before:start].strip() == ""
        assert text[ends[-1] :].strip() == ""


def test_evidence_is_literally_in_its_passage(codings, stories):
    for table in codings.values():
        for row in table.itertuples():
            passage = stories[row.story_id].text[row.start : row.end]
            assert row.evidence in passage
            assert bool(row.evidence) == bool(row.theme)


def test_a_passage_has_themes_or_one_row_without(codings):
    for table in codings.values():
        themes = table.groupby(SPAN)["theme"].agg(list)
        assert all(found == [""] or "" not in found for found in themes)
        assert all(len(found) == len(set(found)) for found in themes)
        empty = table["theme"] == ""
        assert (table.loc[empty, ["decision", "sure"]] == "").all(axis=None)
        assert (table.loc[~empty, "decision"] == "present").all()
        assert set(table.loc[~empty, "sure"].astype(int)) <= {1, 2, 3}


def test_decided_is_what_both_saw_or_one_was_sure_of(codings):
    seen = pd.concat([codings["coder1"], codings["coder2"]])
    seen = seen[seen["theme"] != ""].assign(sure=lambda t: t["sure"].astype(int))
    by_theme = seen.groupby([*SPAN, "theme"])["sure"].agg(["size", "max"])
    counts = by_theme[(by_theme["size"] == 2) | (by_theme["max"] >= 2)]
    decided = codings["adjudicated"]
    decided = decided[decided["theme"] != ""].set_index([*SPAN, "theme"])
    assert set(counts.index) == set(decided.index)
    assert len(decided) == 778


def test_the_program_reads_them_without_a_remark(corpus, stories, codings):
    codebook = read_codebook(corpus / "codebook.yaml")
    read = read_codings(corpus / "codings", list(stories.values()), codebook)
    assert read.problems == ()
    assert len(read.table) == sum(len(table) for table in codings.values())
    assert len(codebook.themes) == 14
    assert set(read.table["theme"]) - {""} == set(codebook.ids)
