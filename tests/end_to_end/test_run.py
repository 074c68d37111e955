"""The main road: a folder of stories in, findings with the words behind them out."""

import json
import signal
import time

import pandas as pd
import pytest

from pipeline.domain import TABLES
from pipeline.run.main import run
from pipeline.store import Event, Journal, Results, open_study


@pytest.fixture(scope="module")
def results(example) -> Results:
    return Results(open_study(example))


def test_every_table_is_there_and_conforms(results):
    for name in TABLES:
        assert list(results.table(name)) == TABLES[name].names
    assert len(results.table("stories")) == 136
    assert len(results.codebook.themes) == 14


def test_every_passage_is_the_words_of_its_story(results):
    texts = results.table("stories").set_index("story_id")["text"]
    for row in results.table("passages").itertuples():
        assert texts[row.story_id][row.start : row.end] == row.text


def test_every_quote_and_evidence_points_at_words_in_its_passage(results):
    spans = results.table("passages").set_index("passage_id")
    quotes = results.table("quotes")
    assert len(quotes) > 0
    for row in quotes.itertuples():
        passage = spans.loc[row.passage_id]
        assert passage["start"] <= row.start < row.end <= passage["end"]
    evidence = results.table("codings").dropna(subset=["evidence_start"])
    assert len(evidence) > 300
    for row in evidence.itertuples():
        passage = spans.loc[row.passage_id]
        assert passage["start"] <= row.evidence_start < row.evidence_end <= passage["end"]


def test_every_count_equals_the_stories_behind_it(results):
    codings = results.table("codings")
    present = codings[codings["present"]]
    overall = results.table("frequencies").query("group_kind == 'all'")
    assert len(overall) == 14
    for row in overall.itertuples():
        stories = present.loc[present["theme"] == row.theme, "story_id"].nunique()
        assert row.k == stories
        assert row.low <= row.estimate <= row.high


def test_planted_links_are_found_with_their_sign_and_absent_ones_are_not(results, example):
    planted = json.loads((example / "outcomes" / "planted.json").read_text(encoding="utf-8"))
    found = results.table("associations").set_index(["theme", "indicator"])
    for link in planted["planted"]:
        row = found.loc[(link["theme"], link["indicator"])]
        assert row["strength"] >= 2, link
        assert (row["effect"] > 0) == (link["sign"] > 0), link
    for indicator in planted["absent_indicators"]:
        rows = found.xs(indicator, level="indicator")
        assert len(rows) > 0
        assert (rows["strength"] < 2).all(), indicator


def test_evaluate_shows_the_machine_against_people(vertellen, example, results):
    shown = vertellen("evaluate", example).stdout
    row = results.table("quality").query("unit == 'passage' and theme == 'drempels'").iloc[0]
    line = next(line for line in shown.splitlines() if "Drempels en tegenwerking" in line)
    assert str(row["n_present"]) in line
    assert f"{row['f1']:.2f}".replace(".", ",") in line


def test_code_gives_one_object_per_passage_of_a_loose_file(vertellen, example, results):
    file = next((example / "stories").rglob("A-001.*"))
    rows = [json.loads(line) for line in vertellen("code", file, "--json").stdout.splitlines()]
    passages = results.table("passages").query("story_id == 'A-001'")
    assert [row["start"] for row in rows] == passages["source_start"].tolist()
    assert {row["story"] for row in rows} == {"A-001"}
    for row in rows:
        assert row["end"] - row["start"] == len(row["text"])
        assert all(0 <= theme["probability"] <= 1 for theme in row["themes"])
        for quote in row["evidence"]:
            assert quote["text"] in row["text"]


def test_the_summary_is_dutch_and_names_no_cause(vertellen, example):
    shown = vertellen("run", example).stdout
    assert "136 verhalen" in shown
    assert "verzonnen" in shown
    assert shown.count("•") >= 6
    for word in ("effect", "leidt tot", " door "):
        assert word not in shown.lower()


def test_an_unchanged_study_is_not_computed_again(example, vertellen, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", vertellen.environment["XDG_DATA_HOME"])
    stages = []

    class Listener:
        def begin(self, stage, total):
            stages.append(stage)

        def advance(self):
            pass

    run(open_study(example), Listener())
    assert stages == []


def test_a_changed_wijk_does_not_code_again(example_copy, vertellen, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", vertellen.environment["XDG_DATA_HOME"])
    metadata = example_copy / "metadata.csv"
    lines = metadata.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = next(i for i, line in enumerate(lines) if "Kanaaleiland" in line)
    lines[changed] = lines[changed].replace("Kanaaleiland", "Vogelhoek")
    metadata.write_text("".join(lines), encoding="utf-8")

    def refuse(*_args, **_kwargs):
        raise AssertionError("the coder was asked again")

    monkeypatch.setattr("pipeline.run.analysis.code_study", refuse)
    monkeypatch.setattr("pipeline.pseudonymise.Pseudonymiser.apply", refuse)
    before = Results(open_study(example_copy)).table("frequencies")
    after = _run_here(example_copy).table("frequencies")
    counts = [
        frame.query("group_kind == 'wijk' and group == 'Vogelhoek'")["n"].iloc[0]
        for frame in (before, after)
    ]
    assert counts[1] == counts[0] + 1


def test_a_decision_changes_the_next_runs_figures(vertellen, example_copy):
    study = open_study(example_copy)
    before = Results(study)
    theme = "talent"
    counted = _count(before, theme)
    codings = before.table("codings")
    with_theme = set(codings.loc[(codings["theme"] == theme) & codings["present"], "story_id"])
    passages = before.table("passages")
    free = passages[~passages["story_id"].isin(with_theme) & ~passages["is_question"]].iloc[0]
    event = Event(
        who="Noor",
        story_id=free["story_id"],
        start=int(free["source_start"]),
        end=int(free["source_end"]),
        theme=theme,
        decision="present",
        codebook_version=before.codebook.version,
    )
    Journal(study.journal_url).record(event)
    vertellen("run", example_copy)
    after = Results(study)
    assert _count(after, theme) == counted + 1
    decided = after.table("codings").query("passage_id == @free.passage_id and theme == @theme")
    assert decided["coder"].tolist() == ["person:Noor"]


def test_a_killed_run_goes_on_and_ends_as_an_undisturbed_one(vertellen, fresh_example, example):
    for entries in (30, 90):
        process = vertellen.start("run", fresh_example)
        _wait_for_cache(fresh_example, entries, process)
        process.send_signal(signal.SIGKILL)
        process.wait()
        with pytest.raises(Exception, match="no_results"):
            Results(open_study(fresh_example))
    vertellen("run", fresh_example)
    ours, theirs = Results(open_study(fresh_example)), Results(open_study(example))
    for name in TABLES:
        pd.testing.assert_frame_equal(ours.table(name), theirs.table(name), obj=name)


def _run_here(folder):
    return run(open_study(folder))


def _count(results, theme):
    frequencies = results.table("frequencies").query("group_kind == 'all'")
    return int(frequencies.set_index("theme").loc[theme, "k"])


def _wait_for_cache(folder, entries, process):
    cache = folder / "results" / "cache"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, "the run ended before it could be killed"
        if cache.exists() and len(list(cache.glob("[a-z]*"))) >= entries:
            return
        time.sleep(0.02)
    raise AssertionError("the run did not get far enough")
