"""A run that is killed goes on where it stopped."""

import json
import multiprocessing
import signal

import pytest

from pipeline.coding.llm import FolderCache, LanguageModelSettings, language_model_coder
from pipeline.coding.llm.answers import read_stored


def words_asked(bodies, protocol):
    return [each["passage"] for body in bodies for each in protocol.passages_asked(body)]


def run_apart(address, codebook, frame, folder):
    """What another process does: wait for the address, then code."""
    settings = LanguageModelSettings(endpoint=address.recv(), model="proef", parallel=1, batch=2)
    language_model_coder(settings, codebook, FolderCache(folder)).read(frame)


def test_a_killed_run_asks_only_what_it_had_not_kept(request, frame, check, protocol, tmp_path):
    forked = multiprocessing.get_context("fork")
    ours, theirs = forked.Pipe()
    work = (theirs, protocol.codebook, frame, tmp_path)
    killed = forked.Process(target=run_apart, args=work, daemon=True)
    killed.start()  # before the server's threads: a fork copies no threads
    server = request.getfixturevalue("server")
    make_coder = request.getfixturevalue("make_coder")

    def behave(number, body):
        if number == 4:
            killed.kill()
            killed.join()
        return protocol.honest_reply(body)

    server.behave = behave
    ours.send(server.url)
    killed.join(300)
    assert killed.exitcode == -signal.SIGKILL
    assert len(list(tmp_path.rglob("*.json"))) == 6
    before = len(server.bodies)
    assert check(make_coder(FolderCache(tmp_path), batch=2).read(frame)) == []
    asked = words_asked(server.bodies[before:], protocol)
    assert sorted(asked) == sorted(frame["words"][~frame["is_question"]].tolist()[6:])
    assert check(make_coder(FolderCache(tmp_path), batch=5).read(frame)) == []
    assert len(server.bodies) == before + 3


def test_a_server_that_dies_halfway_leaves_the_rest_absent(
    server, make_coder, frame, check, protocol, tmp_path
):
    def behave(number, body):
        return protocol.honest_reply(body) if number <= 2 else protocol.Reply(status=502)

    server.behave = behave
    cache = FolderCache(tmp_path)
    absent = check(make_coder(cache, batch=3).read(frame))
    assert [frame["passage_id"].iloc[row] for row in absent] == [
        "S2.09", "S2.10", "S2.11", "S2.12", "S2.13", "S2.14",
    ]  # fmt: skip
    server.behave = lambda number, body: protocol.honest_reply(body)
    assert check(make_coder(cache, batch=3).read(frame)) == []


def test_what_is_kept_holds_no_text(server, make_coder, frame, tmp_path):
    make_coder(FolderCache(tmp_path)).read(frame)
    files = list(tmp_path.rglob("*.json"))
    assert len(files) == 12
    kept = " ".join(str(path) + path.read_text() for path in files)
    assert not [word for text in frame["words"] for word in text.split()[:2] if word in kept]
    assert not [path for path in tmp_path.rglob("*") if path.suffix == ".part"]


DAMAGE = [
    "",
    "{",
    "null",
    "[]",
    '{"spans": {}}',
    '{"spans": {"steun": [0, 100000]}, "refused": [], "invented": 0, "chances": {}}',
    '{"spans": {"steun": [5, 5]}, "refused": [], "invented": 0, "chances": {}}',
    '{"spans": {"onzin": [0, 5]}, "refused": [], "invented": 0, "chances": {}}',
    '{"spans": {}, "refused": [], "invented": 0, "chances": {"steun": 2}}',
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_is_asked_again(damage, server, make_coder, frame, check, tmp_path):
    make_coder(FolderCache(tmp_path)).read(frame)
    for path in tmp_path.rglob("*.json"):
        path.write_text(damage)
    before = len(server.bodies)
    assert check(make_coder(FolderCache(tmp_path)).read(frame)) == []
    assert len(server.bodies) == 2 * before


def test_other_words_context_model_or_prompt_are_asked_anew(server, make_coder, frame, tmp_path):
    cache = FolderCache(tmp_path)
    make_coder(cache, batch=1).read(frame)
    assert len(server.bodies) == 12
    make_coder(cache, batch=1, model="ander").read(frame)
    assert len(server.bodies) == 24
    make_coder(cache, batch=1, prompt="nl_each_1").read(frame)
    assert len(server.bodies) == 36
    changed = frame.assign(words=[*frame["words"][:-1], "Anders."])
    make_coder(cache, batch=1).read(changed)
    assert len(server.bodies) == 37
    changed = frame.assign(before=[*frame["before"][:-1], "Anders."])
    make_coder(cache, batch=1).read(changed)
    assert len(server.bodies) == 38


def test_the_same_passage_twice_is_asked_once(server, make_coder, frame):
    doubled = frame.assign(words="Het regende.", before="", asked="")
    make_coder(batch=1).read(doubled)
    assert len(server.bodies) == 1


def test_failed_writing_leaves_nothing_behind(tmp_path):
    cache = FolderCache(tmp_path)
    with pytest.raises(TypeError):
        cache.put("ab" * 32, {"x": object()})
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_an_answer_survives_being_kept(server, make_coder, frame):
    coder = make_coder(prompt="nl_each_1")
    coder.read(frame)
    kept = list(coder.reader._cache._values.values())
    assert len(kept) == 12
    for value in kept:
        again = read_stored(json.loads(json.dumps(value)), "x" * 500, coder.reader.prompt.themes)
        assert again is not None
        assert again.stored() == value
