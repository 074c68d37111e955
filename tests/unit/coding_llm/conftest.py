"""A server on this machine that speaks the protocol, and can be told to misbehave.

Its model reads honestly: a passage carries a theme when the theme's sentence is in it. So what
is right is known for every passage, and a test can say: right, or absent, never wrong.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pandas as pd
import pytest

from pipeline.coding.frame import prepare
from pipeline.coding.llm.cache import MemoryCache
from pipeline.coding.llm.client import ChatClient
from pipeline.coding.llm.coder import LanguageModelCoder
from pipeline.coding.llm.prompt import load_prompt
from pipeline.coding.llm.reader import Reader
from pipeline.coding.llm.settings import LanguageModelSettings
from pipeline.domain import Codebook, Theme

SENTENCES = {
    "steun": "Zij bleef élke week komen",
    "moed": "Ik belde zélf 🙂 de school",
    "drempel": "Het loket was «weer» dicht",
}
CODEBOOK = Codebook(
    "Proef", 1, tuple(Theme(name, name.title(), f"Gaat over {name}.") for name in SENTENCES)
)
FILLER = (
    "De bus was laat.", "We aten soep.", "Het regende.", "Mijn zus lachte.", "Er lag sneeuw.",
    "De hond blafte.", "Ik las een boek.", "Het was druk.", "Toen werd het stil.", "Dat was dat.",
    "Ik weet het niet meer.", "Zo ging het.",
)  # fmt: skip
CARRIED = [
    ["steun"], [], ["moed"], [], ["drempel"], ["steun", "moed"], [], [], ["drempel", "steun"], [],
    ["moed"], [],
]  # fmt: skip


@dataclass
class Reply:
    """What goes over the line."""

    content: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    cut: bool = False
    logprobs: dict[str, Any] | None = None
    finish: str = "stop"

    def bytes(self) -> bytes:
        if self.body is not None:
            return self.body
        message = {"role": "assistant", "content": self.content}
        choice = {"index": 0, "message": message, "finish_reason": self.finish}
        if self.logprobs is not None:
            choice["logprobs"] = self.logprobs
        return json.dumps({"object": "chat.completion", "choices": [choice]}).encode()


def passages_asked(body: dict[str, Any]) -> list[dict[str, str]]:
    user = body["messages"][-1]["content"]
    return json.loads(user[user.index("[") :])


def honest(body: dict[str, Any]) -> dict[str, Any]:
    """The right answer to a request."""
    items = []
    for passage in passages_asked(body):
        found = [
            {"theme": theme, "evidence": sentence}
            for theme, sentence in SENTENCES.items()
            if sentence in passage["passage"]
        ]
        item: dict[str, Any] = {"id": passage["id"], "themes": found}
        if '"decisions"' in body["messages"][0]["content"]:
            named = {each["theme"] for each in found}
            item["decisions"] = {theme: theme in named for theme in SENTENCES}
        items.append(item)
    return {"passages": items}


def honest_reply(body: dict[str, Any]) -> Reply:
    return Reply(json.dumps(honest(body), ensure_ascii=False))


class Server:
    """Answers each request with ``behave(number, body)``, counted from 1."""

    def __init__(self) -> None:
        self.behave: Callable[[int, dict[str, Any]], Reply] = lambda _, body: honest_reply(body)
        self.bodies: list[dict[str, Any]] = []
        self.busy = self.most_busy = 0
        self.lock = threading.Lock()
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.http.daemon_threads = True
        self.thread = threading.Thread(target=self.http.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()
        self.alive = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/v1"

    def stop(self) -> None:
        if self.alive:
            self.http.shutdown()
            self.http.server_close()
            self.alive = False

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                body = json.loads(raw) | {"_path": self.path, "_headers": dict(self.headers)}
                with server.lock:
                    server.bodies.append(body)
                    number = len(server.bodies)
                    server.busy += 1
                    server.most_busy = max(server.most_busy, server.busy)
                try:
                    self._send(server.behave(number, body))
                except (BrokenPipeError, ConnectionResetError):
                    self.close_connection = True
                finally:
                    with server.lock:
                        server.busy -= 1

            def _send(self, reply: Reply) -> None:
                payload = reply.bytes()
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(payload)))
                self.end_headers()
                self.wfile.write(payload[: len(payload) // 2] if reply.cut else payload)
                self.close_connection = True

            def log_message(self, format: str, *args: object) -> None:
                return

        return Handler


@pytest.fixture
def server():
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def second_server():
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def protocol():
    """The pieces that tests make replies of."""

    class Protocol:
        Reply = Reply
        honest = staticmethod(honest)
        honest_reply = staticmethod(honest_reply)
        passages_asked = staticmethod(passages_asked)
        sentences = SENTENCES
        codebook = CODEBOOK

    return Protocol


@pytest.fixture
def frame() -> pd.DataFrame:
    """Twelve told passages in two stories, each story opened by a question."""
    rows = []
    for number in range(12):
        story = "S1" if number < 6 else "S2"
        if number in (0, 6):
            rows.append((story, "I", True, f"I: Hoe ging dat bij {story}?"))
        words = " ".join([FILLER[number], *(f"{SENTENCES[t]}." for t in CARRIED[number])])
        rows.append((story, "R", False, f"R: {words}"))
    records = []
    for place, (story, speaker, question, text) in enumerate(rows, start=1):
        records.append(
            {
                "passage_id": f"{story}.{place:02d}",
                "story_id": story,
                "number": place,
                "start": 0,
                "end": len(text),
                "source_start": 0,
                "source_end": len(text),
                "speaker": speaker,
                "is_question": question,
                "text": text,
            }
        )
    return prepare(pd.DataFrame(records))


@pytest.fixture
def expected(frame) -> np.ndarray:
    """Which themes each row carries."""
    return np.array([[SENTENCES[t] in text for t in SENTENCES] for text in frame["text"]])


@pytest.fixture
def make_coder(server):
    """Makes a coder on the server; its waits are written down in ``waits``, not waited."""

    def make(cache=None, clock=None, **settings) -> LanguageModelCoder:
        chosen = LanguageModelSettings(
            **{"endpoint": server.url, "model": "proef", "parallel": 1, **settings}
        )
        client = ChatClient(chosen, clock) if clock else ChatClient(chosen)
        prompt = load_prompt(chosen.prompt, CODEBOOK)
        waits: list[float] = []
        reader = Reader(client, prompt, chosen, cache or MemoryCache(), sleep=waits.append)
        reader.waits = waits
        clients.append(client)
        return LanguageModelCoder(reader)

    clients: list[ChatClient] = []
    yield make
    for client in clients:
        client.close()


@pytest.fixture
def check(frame, expected):
    """Says which told rows have no answer, after checking that all others are right."""

    def check(readings) -> list[int]:
        told = ~frame["is_question"].to_numpy(dtype=bool)
        assert not readings.decided[~told].any()
        right = np.where(readings.decided, expected, False)
        assert (readings.present == right).all()
        assert ((readings.start >= 0) == readings.present).all()
        for row, column in zip(*np.nonzero(readings.present), strict=True):
            start, end = readings.start[row, column], readings.end[row, column]
            assert frame["text"].iloc[row][start:end] == list(SENTENCES.values())[column]
        silent = told & ~readings.decided.any(axis=1)
        return np.flatnonzero(silent).tolist()

    return check


TOKEN = re.compile(r'\s*"|\s*\w+|[^\w"]')


def tokenise(content: str, chances: dict[str, float]) -> dict[str, Any]:
    """Log-probabilities for an answer: decisions get the chance of their theme, others none."""
    listed, theme = [], ""
    for match in TOKEN.finditer(content):
        piece = match[0]
        entry: dict[str, Any] = {"token": piece, "logprob": -0.01, "top_logprobs": []}
        word = piece.strip()
        if word in SENTENCES:
            theme = word
        if word in ("true", "false"):
            chance = chances[theme]
            mine, other = (chance, 1 - chance) if word == "true" else (1 - chance, chance)
            opposite = piece.replace(word, "false" if word == "true" else "true")
            entry["logprob"] = float(np.log(mine))
            entry["top_logprobs"] = [
                {"token": piece, "logprob": float(np.log(mine))},
                {"token": opposite, "logprob": float(np.log(other))},
            ]
        listed.append(entry)
    return {"content": listed}


@pytest.fixture
def with_tokens():
    return tokenise
