"""How a study reaches its language model, and what it asks of it."""

from __future__ import annotations

from pydantic import Field, SecretStr

from pipeline.config import LlmSection


class LanguageModelSettings(LlmSection):
    """Settings of the language-model coder: those of the study, and what is not for its file.

    Parameters
    ----------
    model
        Name of the model as the server knows it; not empty here.
    prompt
        Name of a prompt in the package, such as ``nl_list_1``; its version stands in it.
    api_key
        For a server that asks for one; never written anywhere.
    """

    model: str = Field(min_length=1)
    prompt: str = "nl_list_1"
    api_key: SecretStr = SecretStr("")
