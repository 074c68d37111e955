import json
import os
import stat

import pytest

from pipeline.domain import UserError
from pipeline.pseudonymise import Kind, PseudonymKey, check_key_place
from pipeline.pseudonymise.key import canonical
from pipeline.text import problem_sentence


@pytest.fixture
def path(tmp_path):
    return tmp_path / "keys" / "havenrijk.json"


def _code(error):
    return error.value.problems[0].code


def test_numbers_go_up_per_kind(path):
    key = PseudonymKey.load(path)
    assert key.pseudonym(Kind.PERSON, "Henk") == "[naam 1]"
    assert key.pseudonym(Kind.PERSON, "Samira") == "[naam 2]"
    assert key.pseudonym(Kind.PLACE, "Assen") == "[plaats 1]"
    assert key.pseudonym(Kind.PERSON, "henk") == "[naam 1]"
    assert len(key) == 3


def test_a_name_keeps_its_pseudonym_over_runs(path):
    first = PseudonymKey.load(path)
    first.pseudonym(Kind.PERSON, "Henk")
    first.pseudonym(Kind.PERSON, "Zoë")
    first.save()
    second = PseudonymKey.load(path)
    assert second.pseudonym(Kind.PERSON, "Aaron") == "[naam 3]"
    assert second.pseudonym(Kind.PERSON, "Zoe\u0308") == "[naam 2]"


def test_a_key_has_an_identity_of_its_own(path):
    key = PseudonymKey.load(path)
    key.save()
    assert PseudonymKey.load(path).identity == key.identity
    path.unlink()
    assert PseudonymKey.load(path).identity != key.identity


def test_saving_twice_in_a_row_works(path):
    key = PseudonymKey.load(path)
    for name in ("Henk", "Samira"):
        key.pseudonym(Kind.PERSON, name)
        key.save()
    assert PseudonymKey.load(path).pseudonym(Kind.PERSON, "Samira") == "[naam 2]"


def test_a_forgotten_number_is_never_given_out_again(path):
    key = PseudonymKey.load(path)
    key.pseudonym(Kind.PERSON, "Henk")
    key.pseudonym(Kind.PERSON, "Samira")
    assert key.forget(["SAMIRA", "onbekend"]) == 1
    key.save()
    assert "samira" not in path.read_text("utf-8")
    again = PseudonymKey.load(path)
    assert again.pseudonym(Kind.PERSON, "Samira") == "[naam 3]"
    assert again.pseudonym(Kind.PERSON, "Henk") == "[naam 1]"


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no such modes")
def test_only_the_owner_can_read_the_key(path):
    key = PseudonymKey.load(path)
    key.pseudonym(Kind.PERSON, "Henk")
    key.save()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.chmod(0o644)
    key.pseudonym(Kind.PERSON, "Samira")
    key.save()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_crash_while_writing_leaves_the_old_key_and_no_debris(path, monkeypatch):
    key = PseudonymKey.load(path)
    key.pseudonym(Kind.PERSON, "Henk")
    key.save()
    before = path.read_bytes()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.pseudonymise.key.os.fsync", full)
    key.pseudonym(Kind.PERSON, "Samira")
    with pytest.raises(UserError) as error:
        key.save()
    assert _code(error) == "pseudonymise.key_unwritable"
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_key_that_another_program_changed_is_not_written_over(path):
    mine, theirs = PseudonymKey.load(path), PseudonymKey.load(path)
    theirs.pseudonym(Kind.PERSON, "Samira")
    theirs.save()
    mine.pseudonym(Kind.PERSON, "Henk")
    with pytest.raises(UserError) as error:
        mine.save()
    assert _code(error) == "pseudonymise.key_changed"
    assert PseudonymKey.load(path).pseudonym(Kind.PERSON, "Samira") == "[naam 1]"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"\xff\xfe",
        b"[1]",
        json.dumps({"format": 99, "numbers": {}, "last": {}}).encode(),
        json.dumps({"format": 1, "numbers": {"person": {"a": 1, "b": 1}}, "last": {}}).encode(),
        json.dumps({"format": 1, "numbers": {"planeet": {"a": 1}}, "last": {}}).encode(),
    ],
)
def test_a_damaged_key_is_refused_and_left_alone(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(UserError) as error:
        PseudonymKey.load(path)
    assert _code(error) == "pseudonymise.key_unreadable"
    assert path.read_bytes() == content


def test_a_key_inside_the_study_is_refused(tmp_path):
    study = tmp_path / "study"
    study.mkdir()
    for inside in (study / "key.json", study / "deep" / "key.json", study):
        with pytest.raises(UserError) as error:
            check_key_place(inside, study)
        assert _code(error) == "pseudonymise.key_inside_study"
        assert "map van de studie" in problem_sentence(error.value.problems[0])
    check_key_place(tmp_path / "study-keys" / "key.json", study)


def test_a_link_into_the_study_is_refused(tmp_path):
    study, link = tmp_path / "study", tmp_path / "elsewhere"
    study.mkdir()
    link.symlink_to(study, target_is_directory=True)
    with pytest.raises(UserError):
        check_key_place(link / "key.json", study)


def test_errors_name_no_one(path):
    mine, theirs = PseudonymKey.load(path), PseudonymKey.load(path)
    theirs.pseudonym(Kind.PERSON, "Samira")
    theirs.save()
    mine.pseudonym(Kind.PERSON, "Henk")
    with pytest.raises(UserError) as error:
        mine.save()
    shown = f"{error.value} {problem_sentence(error.value.problems[0])}".casefold()
    assert "samira" not in shown
    assert "henk" not in shown


def test_canonical_names():
    assert canonical("Zoe\u0308  de\nWit ") == canonical("ZOË DE WIT") == "zoë de wit"
