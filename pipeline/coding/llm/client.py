"""One request to an OpenAI-compatible server: bounded in time and size, no detours."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from pipeline.coding.llm.endpoint import check_endpoint
from pipeline.coding.llm.settings import LanguageModelSettings
from pipeline.coding.llm.tokens import Token, read_tokens
from pipeline.domain import Problem, Severity, UserError

MAX_BYTES = 4_000_000
"""A longer answer is cut off and counts as broken: the longest sensible one is far below it."""
TOP_TOKENS = 8
_RETRY = frozenset({408, 409, 425, 429})
_WISHES = (("schema", "tokens"), ("schema",), ("tokens",), ())
"""What to ask a server besides the chat, most first: less where it says 400 or 422."""


class ServerError(Exception):
    """The server did not give an answer. Carries no text of the request or the answer.

    Parameters
    ----------
    wait
        Seconds that the server asks to wait.
    reached
        False where no connection could be made at all.
    """

    def __init__(self, reason: str, wait: float = 0.0, *, reached: bool = True) -> None:
        super().__init__(reason)
        self.wait, self.reached = wait, reached


class ServerRefusedError(ServerError):
    """The server does not take this request (400, 413, 422): the same again has no use."""


@dataclass(frozen=True, slots=True)
class Reply:
    """The model's words, and its tokens where the server shows their probabilities."""

    content: str
    tokens: Sequence[Token] = ()


class ChatClient:
    """Talks to one server.

    Environment variables for proxies are not read and redirects not followed: stories go to
    the host that was checked, or nowhere.

    Parameters
    ----------
    settings
        The endpoint is checked before a connection can be made.
    clock
        Seconds, for the time that an answer may take in all.

    Raises
    ------
    UserError
        If the endpoint is refused.
    """

    def __init__(
        self, settings: LanguageModelSettings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._url = check_endpoint(settings.endpoint, settings.allow_remote)
        self._settings, self._clock = settings, clock
        key = settings.api_key.get_secret_value()
        headers = {"Accept-Encoding": "identity"}
        self._http = httpx.Client(
            trust_env=False,
            follow_redirects=False,
            timeout=settings.timeout,
            headers={**headers, "Authorization": f"Bearer {key}"} if key else headers,
        )
        self._granted: tuple[str, ...] | None = None
        self._lock = threading.Lock()
        self.requests = 0

    @property
    def host(self) -> str:
        """The host that stories go to."""
        return self._url.host

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def ask(
        self,
        messages: Sequence[Mapping[str, str]],
        schema: Mapping[str, Any],
        *,
        max_tokens: int,
        seed: int,
        temperature: float,
        wish_tokens: bool = False,
    ) -> Reply:
        """Return the answer to a chat.

        The schema is passed as ``response_format``, and log-probabilities are asked for where
        ``wish_tokens``; a server that takes neither is asked without, and that is remembered.

        Raises
        ------
        ServerError
            If there is no answer, or none in time.
        UserError
            If asking again has no use: no access, no such model, a redirect.
        """
        body: dict[str, Any] = {
            "model": self._settings.model,
            "messages": list(messages),
            "temperature": temperature,
            "seed": seed,
            "max_tokens": max_tokens,
            "stream": False,
        }
        for wishes in self._wishes(wish_tokens):
            try:
                raw = self._post(body | _extras(wishes, schema))
            except ServerRefusedError:
                continue
            with self._lock:
                self._granted = wishes
            return _reply(raw)
        raise ServerRefusedError("the server does not take this request")

    def _wishes(self, wish_tokens: bool) -> list[tuple[str, ...]]:
        with self._lock:
            if self._granted is not None:
                return [self._granted]
        return [wishes for wishes in _WISHES if wish_tokens or "tokens" not in wishes]

    def _post(self, body: Mapping[str, Any]) -> bytes:
        with self._lock:
            self.requests += 1
        content = json.dumps(body, ensure_ascii=True).encode()
        headers = {"Content-Type": "application/json"}
        end = self._clock() + self._settings.timeout
        try:
            with self._http.stream(
                "POST", f"{self._url}/chat/completions", content=content, headers=headers
            ) as response:
                self._check(response)
                return self._read(response, end)
        except httpx.TransportError as error:
            reason = type(error).__name__
            reached = not isinstance(error, httpx.ConnectError | httpx.ConnectTimeout)
        raise ServerError(reason, reached=reached)

    def _check(self, response: httpx.Response) -> None:
        status = response.status_code
        values: dict[str, str | int] = {"host": self._url.host, "status": status}
        if status == 200:
            return
        if 300 <= status < 400:
            raise UserError(Problem("llm.redirected", Severity.BLOCKS, values=values))
        if status in (401, 403):
            raise UserError(Problem("llm.no_access", Severity.BLOCKS, values=values))
        if status == 404:
            values["model"] = self._settings.model
            raise UserError(Problem("llm.model_missing", Severity.BLOCKS, values=values))
        if 400 <= status < 500 and status not in _RETRY:
            raise ServerRefusedError(f"status {status}")
        raise ServerError(f"status {status}", _seconds(response.headers.get("Retry-After", "")))

    def _read(self, response: httpx.Response, end: float) -> bytes:
        """Return the body; a server that sends a little now and then cannot hold us."""
        parts, size = [], 0
        for part in response.iter_raw():
            parts.append(part)
            size += len(part)
            if size > MAX_BYTES:
                raise ServerError("answer too long")
            if self._clock() > end:
                raise ServerError("answer too slow")
        return b"".join(parts)


def _extras(wishes: Sequence[str], schema: Mapping[str, Any]) -> dict[str, Any]:
    extras: dict[str, Any] = {}
    if "schema" in wishes:
        form = {"name": "codings", "strict": True, "schema": schema}
        extras["response_format"] = {"type": "json_schema", "json_schema": form}
    if "tokens" in wishes:
        extras |= {"logprobs": True, "top_logprobs": TOP_TOKENS}
    return extras


def _seconds(retry_after: str) -> float:
    """Return the seconds of a Retry-After header; 0 for a date or nonsense."""
    text = retry_after.strip()
    return float(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0.0


def _reply(raw: bytes) -> Reply:
    try:
        choice = json.loads(raw)["choices"][0]
        content = choice["message"]["content"]
        finished = choice.get("finish_reason")
        tokens = choice.get("logprobs")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        content, finished, tokens = None, None, None
    if not isinstance(content, str):
        raise ServerError("no answer in the response")
    if finished == "length":
        raise ServerError("answer cut off")
    return Reply(content, read_tokens(tokens, content))
