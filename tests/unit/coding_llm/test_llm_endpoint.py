"""Stories go to this machine, or to the one host that the study names; nothing else is tried."""

import socket

import pytest

from pipeline.coding.llm import LanguageModelSettings, language_model_coder
from pipeline.coding.llm.endpoint import check_endpoint
from pipeline.domain import Codebook, Theme, UserError
from pipeline.text import problem_sentence

CODEBOOK = Codebook("Proef", 1, (Theme("steun", "Steun", "Er was iemand."),))


def refusal(endpoint, allow_remote=""):
    with pytest.raises(UserError) as caught:
        check_endpoint(endpoint, allow_remote)
    [problem] = caught.value.problems
    return problem


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://localhost:11434/v1",
        "http://127.0.0.1:8080/v1/",
        "http://127.8.9.10/v1",
        "http://[::1]:1234/v1",
        "https://LOCALHOST/v1",
    ],
)
def test_this_machine_needs_no_permission(endpoint):
    assert check_endpoint(endpoint, "").path.startswith("/v1")


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://api.openai.com/v1",
        "http://127.0.0.1.example.org/v1",
        "http://localhost.example.org/v1",
        "http://0.0.0.0:8080/v1",
        "http://[::ffff:8.8.8.8]/v1",
        "http://2130706433/v1",
        "http://192.168.1.20:8000/v1",
        "http://10.0.0.5/v1",
        "http://taal.local:8000/v1",
    ],
)
def test_every_other_host_is_refused_without_the_sentence(endpoint):
    for allow in ("", "ja", "true", "ja, verhalen gaan naar elders.nl", "ja, verhalen gaan naar "):
        assert refusal(endpoint, allow).code == "llm.remote_refused"


def test_the_refusal_gives_the_sentence_that_would_do():
    shown = problem_sentence(refusal("https://taal.organisatie.nl/v1"))
    assert 'allow_remote = "ja, verhalen gaan naar taal.organisatie.nl"' in shown


@pytest.mark.parametrize(
    ("endpoint", "sentence"),
    [
        ("http://192.168.1.20:8000/v1", "ja, verhalen gaan naar 192.168.1.20"),
        ("http://taal.local/v1", "Ja,  verhalen gaan naar taal.local"),
        ("https://taal.organisatie.nl/v1", "ja, verhalen gaan naar taal.organisatie.nl"),
        ("https://taal.organisatie.nl/v1", "yes, stories go to taal.organisatie.nl"),
    ],
)
def test_the_sentence_opens_exactly_that_host(endpoint, sentence):
    url = check_endpoint(endpoint, sentence)
    assert url.host in sentence
    assert refusal(endpoint.replace(url.host, "elders.local"), sentence).values["host"] == (
        "elders.local"
    )


def test_outside_the_own_network_only_encrypted():
    problem = refusal("http://taal.organisatie.nl/v1", "ja, verhalen gaan naar taal.organisatie.nl")
    assert problem.code == "llm.remote_needs_https"


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "localhost:11434",
        "ftp://localhost/v1",
        "http://",
        "http://localhost@example.org/v1",
        "http://naam:geheim@localhost/v1",
        "http://localhost/v1?x=1",
        "http://localhost/v1#x",
        "http://local host/v1",
        "http://localhost:port/v1",
    ],
)
def test_what_is_no_plain_address_is_refused(endpoint):
    assert refusal(endpoint, "ja, verhalen gaan naar example.org").code == "llm.endpoint_wrong"


def test_a_refused_endpoint_opens_no_socket(monkeypatch):
    def never(*args, **kwargs):
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket, "getaddrinfo", never)
    monkeypatch.setattr(socket.socket, "connect", never)
    settings = LanguageModelSettings(endpoint="https://api.openai.com/v1", model="m")
    with pytest.raises(UserError):
        language_model_coder(settings, CODEBOOK)


def test_a_redirect_is_refused_and_not_followed(server, second_server, make_coder, frame, protocol):
    server.behave = lambda number, body: protocol.Reply(
        status=307, headers={"Location": f"{second_server.url}/chat/completions"}
    )
    with pytest.raises(UserError) as caught:
        make_coder().read(frame)
    assert [problem.code for problem in caught.value.problems] == ["llm.redirected"]
    assert second_server.bodies == []


def test_proxies_in_the_environment_are_not_used(
    server, second_server, make_coder, frame, check, monkeypatch
):
    proxy = second_server.url.removesuffix("/v1")
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, proxy)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    assert check(make_coder().read(frame)) == []
    assert second_server.bodies == []


def test_a_key_goes_in_the_header_and_nowhere_else(server, make_coder, frame):
    coder = make_coder(api_key="zeer-geheim")
    coder.read(frame)
    assert server.bodies[0]["_headers"]["Authorization"] == "Bearer zeer-geheim"
    shown = str(coder.describe()) + repr(coder.reader.settings)
    assert "zeer-geheim" not in shown
