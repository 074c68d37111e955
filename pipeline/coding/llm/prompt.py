"""The prompt: a versioned file of the package, filled in with a study's codebook."""

from __future__ import annotations

import hashlib
import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from string import Template
from typing import Literal, cast

from pipeline.domain import Codebook, Problem, Severity, Theme, UserError

Shape = Literal["list", "each"]
"""``list``: an answer names the themes that are there. ``each``: it decides on every theme."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One passage as the model reads it.

    Parameters
    ----------
    words
        The passage without its speaker's label; evidence must be a literal part of it.
    before
        Words of the passage before it in the same story.
    question
        The last question before it.
    """

    words: str
    before: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt filled in with a codebook.

    Parameters
    ----------
    name
        Name of the file in ``prompts/``, its version last.
    shape
        What an answer looks like.
    themes
        Theme ids in codebook order.
    system
        What the model is told once.
    sha256
        Hash over the file and the codebook's texts.
    """

    name: str
    shape: Shape
    themes: tuple[str, ...]
    system: str
    user: str
    sha256: str

    def messages(self, passages: Sequence[Asked]) -> list[dict[str, str]]:
        """Return the chat for these passages, which get the ids "1", "2", ..."""
        listed = [
            {"id": str(number), "vraag": each.question, "ervoor": each.before}
            | {"passage": each.words}
            for number, each in enumerate(passages, start=1)
        ]
        shown = [{key: value for key, value in each.items() if value} for each in listed]
        passages_text = json.dumps(shown, ensure_ascii=False, indent=1)
        user = Template(self.user).substitute(passages=passages_text)
        return [{"role": "system", "content": self.system}, {"role": "user", "content": user}]


def prompt_names() -> list[str]:
    """Return the names of the prompts in the package."""
    folder = resources.files("pipeline.coding.llm").joinpath("prompts")
    names = (entry.name for entry in folder.iterdir())
    return sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml"))


def load_prompt(name: str, codebook: Codebook) -> Prompt:
    """Fill in a prompt of the package.

    Raises
    ------
    UserError
        If the package has no prompt of that name.
    """
    if name not in prompt_names():
        values = {"name": name, "names": ", ".join(prompt_names())}
        raise UserError(Problem("llm.prompt_unknown", Severity.BLOCKS, values=values))
    file = resources.files("pipeline.coding.llm").joinpath("prompts", f"{name}.toml")
    raw = file.read_text(encoding="utf-8")
    parts = tomllib.loads(raw)
    blocks = "\n\n".join(_block(theme, parts["theme"].strip()) for theme in codebook.themes)
    system = Template(parts["system"].strip()).substitute(codebook=blocks)
    digest = hashlib.sha256(f"{raw}\0{system}".encode()).hexdigest()
    shape = cast(Shape, parts["shape"])
    return Prompt(name, shape, codebook.ids, system, parts["user"].strip(), digest)


def _block(theme: Theme, template: str) -> str:
    """Return a theme as the prompt shows it, without the lines that would be empty."""
    values = {
        "id": theme.id,
        "label": theme.label,
        "definition": theme.definition,
        "include": theme.include,
        "exclude": theme.exclude,
        "example": " / ".join(theme.examples),
        "implicit": " / ".join(theme.implicit_examples),
    }
    flat = {key: " ".join(value.split()) for key, value in values.items()}
    empty = {f"${key}" for key, value in flat.items() if not value}
    lines = [line for line in template.splitlines() if not any(name in line for name in empty)]
    return Template("\n".join(lines)).substitute(flat)
