import json

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.domain import Story, UserError
from pipeline.forget import forget, make_plan
from pipeline.forget.forgetting import pending
from pipeline.forget.phrases import own_phrases, plain_words
from pipeline.forget.tables import remove_rows, rows_of
from pipeline.forget.turns import blanked
from pipeline.ingest import read_file
from pipeline.pseudonymise import PseudonymKey
from pipeline.store import Journal

STEPS = ["plan", "results", "codings", "journal", "meetings", "key", "turns", "files"]
P1 = ("P-1;", "P-1,", '"P-1"', "V-01", "T-1", "Tjitske", "Wolkema", "tjitske", "wolkema")


def parts(*texts):
    """Every four words in a row of some texts."""
    found = set()
    for text in texts:
        words = text.split()
        found |= {" ".join(words[at : at + 4]) for at in range(len(words) - 3)}
    return found


def test_the_plan_counts_what_goes(study):
    plan = make_plan(study, "P-1", {"G-01": "Nynke"})
    assert plan.stories == ("V-01", "T-1")
    assert plan.files == ("stories/V-01.docx",)
    assert plan.turns == {"G-01": "Nynke"}
    assert set(plan.names) == {"tjitske wolkema", "nynke", "lemmer"}
    counts = {"stories": 2, "turns": 2, "passages": 4, "codings": 1, "rows": 4, "decisions": 1}
    assert plan.counts == {**counts, "names": 3}
    assert not plan.model_learned


def test_nothing_of_the_participant_is_left(study, folder, tmp_path, search, words):
    before = search(folder, tmp_path)
    own = parts(words["own"], words["row"], words["said"])
    assert {word for _, word in before.found(*P1, *own)} >= {"Wolkema", "V-01", *own}
    done = forget(study, make_plan(study, "P-1", {"G-01": "Nynke"}))
    assert search(folder, tmp_path).found(*P1, *own, "nynke", "Nynke", "lemmer", "Lemmer") == set()
    assert [problem.code for problem in done.left] == ["forget.read_conversation"]
    assert not study.forgetting.exists()


def test_what_others_told_stays_to_the_letter(study, folder, words):
    forget(study, make_plan(study, "P-1", {"G-01": "Nynke"}))
    kept = b'story_id;participant;wijk;consent\r\nV-02;P-2;"Zuid;oost";ja\r\nG-01;G-1;Noord;ja\r\n'
    assert (folder / "metadata.csv").read_bytes() == kept
    assert (folder / "stories" / "V-02.txt").read_text(encoding="utf-8") == words["others"]
    rows = (folder / "outcomes" / "cijfers.csv").read_text(encoding="utf-8")
    assert rows == "Titel van de tabel\nwie,waarde\nP-2,8\nP-11,9\n"
    (left,) = read_file(folder / "stories" / "antwoorden.xlsx", folder).stories
    assert (left.id, left.participant) == ("T-2", "P-2")
    codings = (folder / "codings" / "anna.csv").read_text(encoding="utf-8").splitlines()
    assert [line.split(",")[0] for line in codings] == ["story_id", "V-02", "G-01"]
    assert codings[2].startswith("G-01,0,20,")


def test_others_keep_their_place_in_a_shared_conversation(study, folder, words):
    old = read_file(folder / "stories" / "G-01.txt", folder).stories[0]
    forget(study, make_plan(study, "P-1", {"G-01": "Nynke"}))
    new = read_file(folder / "stories" / "G-01.txt", folder).stories[0]
    assert len(new.text) == len(old.text)
    for turn in old.turns:
        same = new.text[turn.start : turn.end] == old.text[turn.start : turn.end]
        assert same == (turn.speaker != "Nynke")


def test_the_journal_keeps_a_mark_and_what_is_of_others(study):
    forget(study, make_plan(study, "P-1", {"G-01": "Nynke"}))
    journal = Journal(study.journal_url)
    history = journal.history()
    assert list(history["kind"]) == ["coding", "candidate", "audit_sample", "forgotten"]
    candidate, audit, mark = list(history["details"])[1:]
    assert candidate["passages"] == [["V-02", 0, 20]]
    assert candidate["definition"] == ""
    assert [story["story_id"] for story in audit["stories"]] == ["V-02"]
    assert mark["decisions"] == 3
    assert len(mark["id"]) == 32
    with pytest.raises(Exception, match="append-only"), journal.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM events")
    journal.close()


def test_the_key_never_gives_a_number_again(study):
    key = PseudonymKey.load(study.pseudonym_key)
    forget(study, make_plan(study, "P-1"))
    from pipeline.pseudonymise import Kind

    after = PseudonymKey.load(study.pseudonym_key)
    assert len(after) == len(key) - 1
    assert after.pseudonym(Kind.PERSON, "Tjitske Wolkema") != key.pseudonym(
        Kind.PERSON, "Tjitske Wolkema"
    )
    assert after.pseudonym(Kind.PERSON, "Joris") == key.pseudonym(Kind.PERSON, "Joris")


@pytest.mark.parametrize("step", STEPS)
def test_killed_after_any_step_it_goes_on(study, folder, tmp_path, search, words, step):
    class KilledError(Exception):
        pass

    def kill(name):
        if name == step:
            raise KilledError

    plan = make_plan(study, "P-1", {"G-01": "Nynke"})
    with pytest.raises(KilledError):
        forget(study, plan, kill)
    begun = pending(study)
    assert begun == plan
    forget(study, begun)
    own = parts(words["own"], words["row"], words["said"])
    assert search(folder, tmp_path).found(*P1, *own) == set()
    assert pending(study) is None


def test_a_run_refuses_while_half_of_it_is_done(study):
    from pipeline.run.main import run

    study.forgetting.write_text("{}", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        run(study)
    assert refused.value.problems[0].code == "forget.half_done"


def test_a_file_the_program_does_not_know_is_named(study, folder, words):
    (folder / "aantekeningen.txt").write_text(f"Let op: {words['own']}", encoding="utf-8")
    done = forget(study, make_plan(study, "P-1"))
    assert [(p.code, p.file) for p in done.left] == [("forget.trace", "aantekeningen.txt")]


@pytest.mark.parametrize(
    ("participant", "turns", "code"),
    [
        ("P-99", {}, "forget.unknown"),
        ("P-1", {"G-01": "Piet"}, "forget.no_turns"),
        ("P-1", {"weg": "Nynke"}, "forget.no_turns"),
    ],
)
def test_what_is_not_there_is_said_and_nothing_changes(study, folder, participant, turns, code):
    with pytest.raises(UserError) as refused:
        make_plan(study, participant, turns)
    assert refused.value.problems[0].code == code
    assert (folder / "stories" / "V-01.docx").exists()


def test_a_speaker_named_by_code_is_found_without_asking(study, folder, words):
    text = words["chat"].replace("Nynke", "P-1")
    (folder / "stories" / "G-01.txt").write_text(text.replace("P-1:", "P1:"), encoding="utf-8")
    metadata = (folder / "metadata.csv").read_bytes().replace(b"P-1;", b"P1;")
    (folder / "metadata.csv").write_bytes(metadata)
    assert make_plan(study, "P1").turns == {"G-01": "P1"}


def test_dry_run_and_no_change_nothing(study, folder):
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    command = ["forget", "P-1", str(folder)]
    shown = CliRunner().invoke(app, [*command, "--dry-run"])
    assert shown.exit_code == 0
    assert "verhalen: 2" in shown.stdout
    assert "namen in de sleutel: 1" in shown.stdout
    refused = CliRunner().invoke(app, command, input="n\n")
    assert refused.exit_code == 2
    assert "Er is niets veranderd." in refused.stdout
    assert before == {path: path.read_bytes() for path in before}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_other_rows_keep_their_bytes(study, folder, encoding, end):
    path = folder / "codings" / "x.csv"
    rows = ["story_id,evidence", "V-02,één", '"V-01","twee', 'regels"', '"V-02","drie', 'en"', ""]
    kept = [*rows[:2], *rows[4:]]
    path.write_bytes(end.join(rows).encode(encoding))
    assert rows_of(path, study, {"V-01"}) == [("", 3)]
    assert remove_rows(path, study, {"V-01"}) == 1
    assert path.read_bytes() == end.join(kept).encode(encoding)
    assert remove_rows(path, study, {"V-01"}) == 0


def test_a_number_in_another_column_is_no_participant(study, folder):
    path = folder / "outcomes" / "cijfers.csv"
    path.write_text("wie,waarde\n7,1\n8,7\n", encoding="utf-8")
    assert rows_of(path, study, {"7"}) == [("", 2)]


def test_blanking_keeps_every_length():
    text = "A: ja\nB: nee\nC: ik weet het niet zo goed"
    spans = [(6, 12), (13, len(text))]
    new = blanked(text, spans)
    assert len(new) == len(text)
    assert new[:13] == "A: ja\nX: [we\n"
    assert "weet" not in new


def test_phrases_are_only_what_others_did_not_say():
    mine = Story("a", "a", "Elke dag liep ik daar, de hond mee.", "a", "")
    others = Story("b", "b", "ELKE dag liep ik\ndaar alleen", "b", "")
    assert own_phrases([mine], [others]) == [
        "dag liep ik daar de",
        "liep ik daar de hond",
        "ik daar de hond mee",
    ]
    assert plain_words("De HOND,\nen  de kat!") == "de hond en de kat"


def test_the_plan_on_disk_is_whole(study):
    seen = []

    def look(name):
        if name == "plan":
            seen.append(json.loads(study.forgetting.read_text(encoding="utf-8")))

    forget(study, make_plan(study, "P-1"), look)
    assert seen[0]["stories"] == ["V-01", "T-1"]
