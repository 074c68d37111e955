"""How a study reaches its language model, and what it asks of it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, SecretStr


class LanguageModelSettings(BaseModel):
    """Settings of the language-model coder.

    Parameters
    ----------
    endpoint
        Base address of an OpenAI-compatible server, up to and with ``/v1``.
    model
        Name of the model as the server knows it.
    allow_remote
        Empty, or the sentence that names the host to which stories may go; see
        ``endpoint.check_endpoint``.
    prompt
        Name of a prompt in the package, such as ``nl_list_1``.
    repeats
        Answers per passage: the first at temperature 0, the others seeded and sampled.
    batch
        Passages in one request.
    parallel
        Requests at the same time.
    attempts
        Tries of one request before its batch is split.
    timeout
        Seconds in which an answer must be complete.
    answer_tokens
        Most tokens of an answer per passage; models that think aloud need more.
    seed
        Passed to the server; the seeds of further answers follow from it.
    api_key
        For a server that asks for one; never written anywhere.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    endpoint: str = "http://127.0.0.1:11434/v1"
    model: str = Field(min_length=1)
    allow_remote: str = ""
    prompt: str = "nl_list_1"
    repeats: int = Field(default=1, ge=1, le=20)
    batch: int = Field(default=4, ge=1, le=32)
    parallel: int = Field(default=2, ge=1, le=16)
    attempts: int = Field(default=3, ge=1, le=10)
    timeout: float = Field(default=300.0, gt=0, le=3600)
    answer_tokens: int = Field(default=600, ge=50, le=20000)
    seed: int = Field(default=20260101, ge=0, lt=2**31)
    api_key: SecretStr = SecretStr("")
