"""A server that misbehaves in every way: results are right or absent, never wrong or doubled."""

import json
import logging
import threading

import numpy as np
import pytest

from pipeline.coding.llm.client import MAX_BYTES
from pipeline.coding.llm.reader import GIVE_UP
from pipeline.domain import UserError
from pipeline.text import problem_sentence


def test_an_honest_server_gives_every_theme_with_its_evidence(server, make_coder, frame, check):
    coder = make_coder(batch=5)
    readings = coder.read(frame)
    assert check(readings) == []
    assert readings.problems() == []
    assert len(server.bodies) == 3
    assert {body["temperature"] for body in server.bodies} == {0.0}
    assert {body["_path"] for body in server.bodies} == {"/v1/chat/completions"}


def test_the_passage_before_and_the_question_are_context(server, make_coder, frame, protocol):
    make_coder(batch=32).read(frame)
    first, second, *_ = protocol.passages_asked(server.bodies[0])
    assert first["vraag"] == "Hoe ging dat bij S1?"
    assert second["ervoor"] == first["passage"] == "De bus was laat. Zij bleef élke week komen."
    assert second["passage"] == "We aten soep."


def once(broken):
    """Misbehave at the first request for every batch, then answer."""

    def behave(protocol):
        seen = set()

        def act(number, body):
            key = body["messages"][-1]["content"]
            if key in seen:
                return protocol.honest_reply(body)
            seen.add(key)
            return broken(protocol, body)

        return act

    return behave


def in_batches(broken):
    """Misbehave whenever more than one passage is asked."""

    def behave(protocol):
        def act(number, body):
            if len(protocol.passages_asked(body)) == 1:
                return protocol.honest_reply(body)
            return broken(protocol, body)

        return act

    return behave


def always(broken):
    return lambda protocol: lambda number, body: broken(protocol, body)


def text(content):
    return lambda protocol, body: protocol.Reply(content)


def raw(**fields):
    return lambda protocol, body: protocol.Reply(**fields)


def around(before, after):
    def broken(protocol, body):
        return protocol.Reply(before + json.dumps(protocol.honest(body)) + after)

    return broken


def changed(change):
    def broken(protocol, body):
        answer = protocol.honest(body)
        change(answer["passages"])
        return protocol.Reply(json.dumps(answer))

    return broken


def _double_other(items):
    items.append({"id": items[0]["id"], "themes": [] if items[0]["themes"] else _steun()})


def _steun():
    return [{"theme": "steun", "evidence": "e"}]


def _swap(items):
    items[0]["id"], items[-1]["id"] = items[-1]["id"], items[0]["id"]


def _number_ids(items):
    for item in items:
        item["id"] = int(item["id"])


def _extra(items):
    items.insert(0, {"id": "99", "themes": _steun()})
    items.append({"id": "0", "themes": _steun()})
    items.append({"id": "S1.02", "themes": []})


def _edges(items):
    for item in items:
        for found in item["themes"]:
            found["evidence"] = f" “{found['evidence']}”\n"


def _twice_the_same_theme(items):
    for item in items:
        item["themes"] += item["themes"]


def _truncated(protocol, body):
    return protocol.Reply(json.dumps(protocol.honest(body))[:-9], finish="length")


def _huge(protocol, body):
    return protocol.Reply(json.dumps(protocol.honest(body)) + " " * (MAX_BYTES + 1))


def _doubled_key(protocol, body):
    answer = json.dumps(protocol.honest(body))
    return protocol.Reply(answer.replace('"themes": ', '"themes": [], "themes": ', 1))


RECOVERS = {
    "broken json": once(text('{"passages": [{"id": "1", "themes": [')),
    "broken json in batches": in_batches(text("{]}")),
    "no json": once(text("Dat kan ik niet beantwoorden.")),
    "empty": once(text("")),
    "a list": once(text("[]")),
    "other object": once(text('{"antwoord": []}')),
    "passages no list": once(text('{"passages": {"1": []}}')),
    "passages of wrong kinds": once(text('{"passages": [1, null, "1", [], {"id": null}]}')),
    "not a number": once(text('{"passages": NaN}')),
    "nested deep": once(text("{" + '"a":{' * 50_000)),
    "doubled key": once(_doubled_key),
    "code fence": always(around("```json\n", "\n```")),
    "thinking aloud": always(around('<think>Zou {"id": "1"} kunnen?</think>\n', "")),
    "remarks around": always(around("Hier is het antwoord:\n", "\nSucces ermee!")),
    "quotation marks round quotes": always(changed(_edges)),
    "same theme twice": always(changed(_twice_the_same_theme)),
    "extra ids": always(changed(_extra)),
    "first id twice": in_batches(changed(_double_other)),
    "last id missing": in_batches(changed(lambda items: items.pop())),
    "answers swapped": in_batches(changed(_swap)),
    "ids as numbers": once(changed(_number_ids)),
    "themes no list": once(changed(lambda items: items[0].update(themes="steun"))),
    "theme without evidence": once(changed(lambda items: items[0].update(themes=[{}]))),
    "evidence a number": once(
        changed(lambda items: items[0].update(themes=[{"theme": "steun", "evidence": 1}]))
    ),
    "cut off": once(_truncated),
    "huge": once(_huge),
    "500": once(raw(status=500, body=b"<html>oops</html>")),
    "503 in batches": in_batches(raw(status=503)),
    "429": once(raw(status=429, headers={"Retry-After": "7"})),
    "dropped halfway": once(raw(content="x" * 5000, cut=True)),
    "html": once(raw(body=b"<html>hallo</html>")),
    "not utf-8": once(raw(body=b"\xff\xfe{}")),
    "no choices": once(raw(body=b'{"choices": []}')),
    "choices null": once(raw(body=b'{"choices": null}')),
    "content null": once(raw(body=b'{"choices": [{"message": {"content": null}}]}')),
    "400 in batches": in_batches(raw(status=400)),
}


@pytest.mark.parametrize("parallel", [1, 3])
@pytest.mark.parametrize("name", RECOVERS)
def test_recovers_and_is_right(name, parallel, server, make_coder, frame, check, protocol):
    server.behave = RECOVERS[name](protocol)
    coder = make_coder(batch=4, parallel=parallel)
    assert check(coder.read(frame)) == []
    asked = len(server.bodies)
    assert check(coder.read(frame)) == []
    assert len(server.bodies) == asked


LOST = {
    "broken json": always(text("{")),
    "no json": always(text("Nee.")),
    "every id twice": always(changed(lambda items: items.extend(list(items)))),
    "no ids": always(changed(lambda items: [item.pop("id") for item in items])),
    "huge": always(_huge),
    "cut off": always(_truncated),
    "400": always(raw(status=400)),
    "null": always(raw(body=b"null")),
}


@pytest.mark.parametrize("name", LOST)
def test_what_stays_unusable_is_absent(name, server, make_coder, frame, check, protocol):
    server.behave = LOST[name](protocol)
    coder = make_coder(batch=4, attempts=2)
    readings = coder.read(frame)
    told = np.flatnonzero(~frame["is_question"].to_numpy(dtype=bool)).tolist()
    assert check(readings) == told
    assert not coder.suggest(frame).present.any()
    assert np.isnan(coder.suggest(frame).probability).all()
    [problem] = readings.problems()
    assert (problem.code, problem.values) == ("llm.passages_missing", {"n": 12, "total": 12})


def test_a_poisoned_passage_costs_no_other(server, make_coder, frame, check, protocol):
    def behave(number, body):
        if any("Er lag sneeuw" in each["passage"] for each in protocol.passages_asked(body)):
            return protocol.Reply(status=500)
        return protocol.honest_reply(body)

    server.behave = behave
    absent = check(make_coder(batch=8).read(frame))
    assert [frame["words"].iloc[row][:14] for row in absent] == ["Er lag sneeuw."]


def test_invented_themes_are_dropped_and_counted(server, make_coder, frame, check, protocol):
    def invent(items):
        for item in items:
            evidence = "was" if item["themes"] else "zomaar"
            item["themes"].insert(0, {"theme": "Steun", "evidence": evidence})

    server.behave = always(changed(invent))(protocol)
    readings = make_coder().read(frame)
    assert check(readings) == []
    [problem] = readings.problems()
    assert (problem.code, problem.values["n"]) == ("llm.themes_invented", 12)


@pytest.mark.parametrize(
    "quote",
    [
        "Ik belde zelf de school",
        "ik belde zélf 🙂 de school",
        "...",
        "",
        "moed",
        "Ik belde zélf (…)",
    ],
)
def test_a_quote_that_is_not_in_the_passage_is_refused(
    quote, server, make_coder, frame, expected, protocol
):
    def misquote(items):
        for item in items:
            for found in item["themes"]:
                if found["theme"] == "moed":
                    found["evidence"] = quote

    server.behave = always(changed(misquote))(protocol)
    readings = make_coder().read(frame)
    moed = expected[:, 1]
    assert not readings.present[:, 1].any()
    assert not readings.decided[moed, 1].any()
    assert readings.decided[~moed & ~frame["is_question"].to_numpy(dtype=bool)].all()
    assert (readings.present[:, [0, 2]] == expected[:, [0, 2]]).all()
    assert [problem.code for problem in readings.problems()] == ["llm.quotes_refused"]
    assert readings.refused == 3


def test_a_quote_from_the_context_is_refused(server, make_coder, frame, protocol):
    def behave(number, body):
        answer = protocol.honest(body)
        for item, asked in zip(answer["passages"], protocol.passages_asked(body), strict=True):
            if "Zij bleef" in asked.get("ervoor", "") and not item["themes"]:
                item["themes"] = [{"theme": "steun", "evidence": protocol.sentences["steun"]}]
        return protocol.Reply(json.dumps(answer))

    server.behave = behave
    readings = make_coder().read(frame)
    follows = frame["before"].str.contains("Zij bleef") & (frame["words"].str.len() < 25)
    assert follows.sum() == 2
    assert not readings.present[follows.to_numpy(), 0].any()
    assert not readings.decided[follows.to_numpy(), 0].any()


def test_waits_longer_each_time_and_as_long_as_the_server_asks(server, make_coder, frame, protocol):
    replies = [
        protocol.Reply(status=500),
        protocol.Reply(status=503),
        protocol.Reply(status=429, headers={"Retry-After": "7"}),
        protocol.Reply(status=429, headers={"Retry-After": "86400"}),
        protocol.Reply(status=429, headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}),
    ]
    server.behave = lambda number, body: (
        replies[number - 1] if number <= len(replies) else protocol.honest_reply(body)
    )
    coder = make_coder(batch=32, attempts=6)
    coder.read(frame)
    assert coder.reader.waits == [1.0, 2.0, 7.0, 60.0, 16.0]


def test_a_server_that_is_too_slow_is_left_waiting(server, make_coder, frame, check, protocol):
    release = threading.Event()

    def behave(number, body):
        if number == 1:
            release.wait(20)
        return protocol.honest_reply(body)

    server.behave = behave
    try:
        assert check(make_coder(batch=32, timeout=0.3).read(frame)) == []
        assert len(server.bodies) == 2
    finally:
        release.set()


def test_an_answer_must_be_complete_in_time(server, make_coder, frame, check, protocol):
    now = iter(range(0, 10_000_000, 1000))
    coder = make_coder(batch=32, attempts=2, timeout=900, clock=lambda: next(now))
    assert len(check(coder.read(frame))) == 12


def test_never_more_requests_at_once_than_asked(server, make_coder, frame, check, protocol):
    both = threading.Barrier(2)

    def behave(number, body):
        both.wait(20)
        return protocol.honest_reply(body)

    server.behave = behave
    assert check(make_coder(batch=2, parallel=2).read(frame)) == []
    assert (len(server.bodies), server.most_busy) == (6, 2)


def test_a_server_that_is_gone_is_not_asked_on_and_on(server, make_coder, frame, protocol):
    server.behave = always(raw(status=500))(protocol)
    make_coder(batch=1, attempts=1).read(frame)
    assert len(server.bodies) == GIVE_UP


def test_a_server_that_never_was_there_is_said(server, make_coder, frame):
    coder = make_coder()
    server.stop()
    with pytest.raises(UserError) as caught:
        coder.read(frame)
    assert [problem.code for problem in caught.value.problems] == ["llm.unreachable"]


@pytest.mark.parametrize(
    ("status", "code"), [(401, "no_access"), (403, "no_access"), (404, "model_missing")]
)
def test_what_asking_again_does_not_mend_is_said_at_once(
    status, code, server, make_coder, frame, protocol
):
    server.behave = always(raw(status=status, body=b"geheim"))(protocol)
    with pytest.raises(UserError) as caught:
        make_coder(batch=1).read(frame)
    assert [problem.code for problem in caught.value.problems] == [f"llm.{code}"]
    assert len(server.bodies) == 1
    assert f"status {status}" in problem_sentence(caught.value.problems[0])


def test_a_server_without_schemas_is_asked_plainly_from_then_on(
    server, make_coder, frame, check, protocol
):
    server.behave = lambda number, body: (
        protocol.Reply(status=400) if "response_format" in body else protocol.honest_reply(body)
    )
    assert check(make_coder(batch=4).read(frame)) == []
    assert ["response_format" in body for body in server.bodies] == [True, False, False, False]


def test_no_story_text_in_logs_or_errors(server, make_coder, frame, protocol, caplog):
    caplog.set_level(logging.DEBUG)
    words = {word for text in frame["words"] for word in text.split() if len(word) > 4}
    for behave in (LOST["broken json"], RECOVERS["500"], always(raw(status=404, body=b"x"))):
        server.behave = behave(protocol)
        try:
            shown = str(make_coder().read(frame).problems())
        except UserError as error:
            shown = repr(error) + str(error.problems)
        assert not [word for word in words if word in shown + caplog.text]
