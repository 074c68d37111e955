import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from pipeline.domain import Codebook, Problem, Severity, Theme, UserError
from pipeline.store import (
    Cache,
    Event,
    Journal,
    Results,
    content_key,
    frame_key,
    journal_codings,
    open_study,
    publish,
)

STUDY = '[study]\nid = "proef"\ntitle = "Proef"\n'
BOOK = Codebook("Boek", 3, (Theme("talent", "Talent", "Iets kunnen.", examples=("Ik kan het.",)),))


@pytest.fixture
def study(tmp_path: Path):
    (tmp_path / "study.toml").write_text(STUDY, encoding="utf-8")
    return open_study(tmp_path)


@pytest.fixture
def journal(tmp_path: Path):
    journal = Journal(f"sqlite:///{tmp_path / 'decisions.db'}")
    yield journal
    journal.close()


def _coding(**changes):
    values = {"who": "Noor", "story_id": "A", "start": 0, "end": 5, "theme": "talent"}
    return Event(**{**values, "decision": "present", "codebook_version": 3, **changes})


def test_a_study_without_study_toml_says_what_to_do(tmp_path):
    with pytest.raises(UserError) as caught:
        open_study(tmp_path)
    assert [p.code for p in caught.value.problems] == ["config.no_study_file"]


@pytest.mark.parametrize(
    ("addition", "code", "setting"),
    [
        ("[coding]\nfoldz = 5\n", "config.unknown_setting", "coding.foldz"),
        ("[coding]\nfolds = 1\n", "config.wrong_setting", "coding.folds"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, addition, code, setting):
    (tmp_path / "study.toml").write_text(STUDY + addition, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        open_study(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.code, problem.values["setting"]) == (code, setting)


def test_the_key_lies_outside_the_study(study):
    assert not study.pseudonym_key.is_relative_to(study.folder)


def test_journal_keeps_the_latest_decision_of_a_person(journal):
    journal.record(_coding())
    journal.record(_coding(decision="absent"))
    journal.record(_coding(who="Bas"))
    codings = journal_codings(journal.events())
    assert list(zip(codings["set"], codings["decision"], strict=True)) == [
        ("person:Noor", "absent"),
        ("person:Bas", "present"),
    ]


def test_a_retracted_decision_no_longer_counts_but_stays_in_the_history(journal):
    first = journal.record(_coding())
    journal.retract(first, "Noor")
    assert journal.events().empty
    assert list(journal.history()["kind"]) == ["coding", "retraction"]


def test_retracting_what_is_not_there_is_refused(journal):
    with pytest.raises(KeyError):
        journal.retract(99, "Noor")
    assert journal.last_id() == 0


def test_the_journal_cannot_be_changed(journal, tmp_path):
    journal.record(_coding())
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'decisions.db'}")
    for statement in ("UPDATE events SET theme = 'x'", "DELETE FROM events"):
        with pytest.raises(sa.exc.IntegrityError, match="append-only"), engine.begin() as link:
            link.execute(sa.text(statement))
    engine.dispose()
    assert list(journal.events()["theme"]) == ["talent"]


def test_a_decision_survives_kill_9(tmp_path):
    url = f"sqlite:///{tmp_path / 'decisions.db'}"
    program = textwrap.dedent(f"""
        import os, signal
        from pipeline.store import Event, Journal
        Journal({url!r}).record(Event(who="Noor", story_id="A", theme="talent"))
        os.kill(os.getpid(), signal.SIGKILL)
    """)
    ended = subprocess.run([sys.executable, "-c", program], check=False, env=os.environ)
    assert ended.returncode == -signal.SIGKILL
    assert list(Journal(url).events()["who"]) == ["Noor"]


def test_cache_computes_once_and_prunes_what_was_not_used(tmp_path):
    calls = []

    def compute():
        calls.append(1)
        return {"t": pd.DataFrame({"a": pd.array([1, None], dtype="Int64")})}, {"n": 2}

    cache = Cache(tmp_path / "cache")
    first = cache.frames("stage", "k1", compute)
    second = cache.frames("stage", "k1", compute)
    assert len(calls) == 1
    pd.testing.assert_frame_equal(first[0]["t"], second[0]["t"])
    assert second[1] == {"n": 2}
    other = Cache(tmp_path / "cache")
    other.value("stage", "k2", lambda: 5)
    other.prune()
    assert [entry.name for entry in (tmp_path / "cache").iterdir()] == ["stage-k2"]


def test_a_computation_that_fails_leaves_no_entry(tmp_path):
    cache = Cache(tmp_path / "cache")
    with pytest.raises(ZeroDivisionError):
        cache.value("stage", "k", lambda: 1 // 0)
    assert cache.value("stage", "k", lambda: 7) == 7


def test_keys_follow_content():
    frame = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
    assert frame_key(frame) == frame_key(frame.copy())
    assert frame_key(frame) != frame_key(frame.rename(columns={"a": "c"}))
    assert frame_key(frame) != frame_key(frame.iloc[::-1])
    assert content_key({"a": 1, "b": 2}) == content_key({"b": 2, "a": 1})


def test_results_are_refused_before_the_first_run(study):
    with pytest.raises(UserError) as caught:
        Results(study)
    assert caught.value.problems[0].code == "store.no_results"


def test_published_results_read_back_and_old_ones_go(study):
    quality = pd.DataFrame(
        {
            "theme": ["talent"],
            "unit": ["passage"],
            "n": [4],
            "n_present": [1],
            "enough_examples": [False],
        }
    )
    noticed = Problem("ingest.x", Severity.NOTICE, "a.txt", 3, {"word": "y"})
    manifest = {
        "problems": [
            {
                "code": noticed.code,
                "severity": "notice",
                "file": "a.txt",
                "row": 3,
                "values": {"word": "y"},
            }
        ]
    }
    publish(study, "een", {"quality": quality}, BOOK, manifest)
    results = publish(study, "twee", {"quality": quality}, BOOK, manifest)
    assert results.key == "twee"
    assert results.codebook == BOOK
    assert results.table("quality")["n"].tolist() == [4]
    assert results.problems() == [noticed]
    assert sorted(p.name for p in study.results.iterdir()) == ["manifest.json", "tables-twee"]


def test_a_reader_of_replaced_results_is_told_to_load_again(study):
    quality = pd.DataFrame(
        {"theme": ["t"], "unit": ["story"], "n": [4], "n_present": [1], "enough_examples": [True]}
    )
    old = publish(study, "een", {"quality": quality}, BOOK, {"problems": []})
    publish(study, "twee", {"quality": quality}, BOOK, {"problems": []})
    with pytest.raises(UserError) as caught:
        old.table("quality")
    assert caught.value.problems[0].code == "store.results_replaced"


def test_publishing_a_table_without_a_column_changes_nothing(study):
    publish(study, "een", {}, BOOK, {"problems": []})
    with pytest.raises(ValueError, match="column theme is missing"):
        publish(study, "twee", {"quality": pd.DataFrame({"n": [1]})}, BOOK, {"problems": []})
    assert Results(study).key == "een"
