"""Has passages read: in batches, again where it fails, each answer kept at once."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field

from pipeline.coding.llm.answers import Answer, read_answers, read_stored
from pipeline.coding.llm.cache import Cache
from pipeline.coding.llm.client import ChatClient, ServerError, ServerRefusedError
from pipeline.coding.llm.prompt import Asked, Prompt
from pipeline.coding.llm.schema import request_schema
from pipeline.coding.llm.settings import LanguageModelSettings
from pipeline.coding.llm.strict_json import BrokenAnswerError
from pipeline.domain import Problem, Severity, UserError

FORMAT = 1
"""Goes into every cache key; raise it when the reading of answers changes."""
FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
"""Seconds before the second try, doubled each time; a server's own wish counts up to the same."""
GIVE_UP = 8
"""So many batches in a row that the server did not answer at all: it is gone, stop asking."""
SAMPLED = 0.7
"""Temperature of further answers; at 0 they would all be the first again."""

Progress = Callable[[int, int], None]


def cache_key(asked: Asked, prompt: Prompt, settings: LanguageModelSettings, repeat: int) -> str:
    """Return the key of one answer: passage with its context, prompt, model, how it was asked."""
    parts = [FORMAT, asked.words, asked.before, asked.question, prompt.sha256, settings.model]
    parts += [repeat, settings.seed if repeat else 0]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@dataclass(slots=True)
class _Health:
    """Whether the server still answers; shared by all threads."""

    failed: int = 0
    reached: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def answered(self) -> None:
        with self.lock:
            self.failed, self.reached = 0, True

    def silent(self, *, reached: bool) -> None:
        with self.lock:
            self.failed += 1
            self.reached |= reached

    def stop(self) -> None:
        with self.lock:
            self.failed = GIVE_UP

    @property
    def gone(self) -> bool:
        return self.failed >= GIVE_UP


class Reader:
    """Asks a model about passages.

    Parameters
    ----------
    client
        The server.
    cache
        Where answers are looked up before asking and kept as soon as they are there.
    sleep
        Waits so many seconds.
    """

    def __init__(
        self,
        client: ChatClient,
        prompt: Prompt,
        settings: LanguageModelSettings,
        cache: Cache,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.client, self.prompt, self.settings = client, prompt, settings
        self._cache, self._sleep = cache, sleep
        self._failed: set[str] = set()
        self._found: dict[str, Answer] = {}

    def read(
        self, passages: Sequence[Asked], repeat: int = 0, progress: Progress | None = None
    ) -> list[Answer | None]:
        """Return an answer per passage; None where the model gave none that can be used.

        The same passage with the same context is asked once. What failed is not asked again by
        this reader; another run tries it anew.

        Parameters
        ----------
        repeat
            0: at temperature 0. Further ones are sampled, each with a seed of its own.
        progress
            Called with the number of passages done and to do, after each batch.

        Raises
        ------
        UserError
            If no connection can be made, or the server refuses in a way that asking again does
            not mend.
        """
        keys = [cache_key(each, self.prompt, self.settings, repeat) for each in passages]
        known = {key: self._known(key, each) for key, each in zip(keys, passages, strict=True)}
        todo = {
            key: each
            for key, each in zip(keys, passages, strict=True)
            if known[key] is None and key not in self._failed
        }
        known |= self._ask_all(todo, repeat, progress)
        self._failed |= {key for key in todo if known.get(key) is None}
        self._found |= {key: answer for key, answer in known.items() if answer is not None}
        return [known[key] for key in keys]

    def _known(self, key: str, asked: Asked) -> Answer | None:
        if key in self._found:
            return self._found[key]
        return read_stored(self._cache.get(key), asked.words, self.prompt.themes)

    def _ask_all(
        self, todo: dict[str, Asked], repeat: int, progress: Progress | None
    ) -> dict[str, Answer]:
        items, size = list(todo.items()), self.settings.batch
        batches = [items[start : start + size] for start in range(0, len(items), size)]
        answers: dict[str, Answer] = {}
        health, done = _Health(), 0
        pool = ThreadPoolExecutor(max_workers=self.settings.parallel)
        try:
            jobs = {pool.submit(self._ask, batch, repeat, health): batch for batch in batches}
            for job in as_completed(jobs):
                answers |= job.result()
                done += len(jobs[job])
                if progress is not None:
                    progress(done, len(items))
        except BaseException:
            health.stop()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        if batches and not health.reached:
            values = {"host": self.client.host, "model": self.settings.model}
            raise UserError(Problem("llm.unreachable", Severity.BLOCKS, values=values))
        return answers

    def _ask(
        self, batch: Sequence[tuple[str, Asked]], repeat: int, health: _Health
    ) -> dict[str, Answer]:
        """Ask about a batch; what stays unanswered is asked again in halves, down to one."""
        answers: dict[str, Answer] = {}
        left = list(batch)
        for attempt in range(self.settings.attempts):
            if not left or health.gone:
                return answers
            try:
                answers |= self._once(left, repeat, attempt)
            except ServerRefusedError:
                health.answered()
                break
            except ServerError as error:
                if attempt + 1 < self.settings.attempts:
                    self._sleep(_wait(attempt, error.wait))
                else:
                    health.silent(reached=error.reached)
            except UserError:
                health.stop()
                raise
            except BrokenAnswerError:
                health.answered()
            else:
                health.answered()
            left = [(key, each) for key, each in left if key not in answers]
        if len(left) > 1:
            middle = len(left) // 2
            answers |= self._ask(left[:middle], repeat, health)
            answers |= self._ask(left[middle:], repeat, health)
        return answers

    def _once(
        self, batch: Sequence[tuple[str, Asked]], repeat: int, attempt: int
    ) -> dict[str, Answer]:
        """Send one request, and keep every answer that can be used."""
        asked = [each for _, each in batch]
        reply = self.client.ask(
            self.prompt.messages(asked),
            request_schema(self.prompt, len(asked)),
            max_tokens=self.settings.answer_tokens * len(asked),
            seed=self.settings.seed + 1000 * repeat + attempt,
            temperature=SAMPLED if repeat else 0.0,
            wish_tokens=self.prompt.shape == "each",
        )
        found = read_answers(reply.content, reply.tokens, asked, self.prompt)
        answers = {batch[number][0]: answer for number, answer in found.items()}
        for key, answer in answers.items():
            self._cache.put(key, answer.stored())
        return answers


def _wait(attempt: int, asked: float) -> float:
    """Return the seconds to wait: doubled each time, or what the server asks if that is more."""
    return min(LONGEST_WAIT, max(FIRST_WAIT * 2.0**attempt, asked))
