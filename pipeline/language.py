"""The Dutch spaCy pipeline: found, loaded once, and reduced to what a stage needs."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from pipeline.domain import Problem, Severity, UserError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Need = Literal["tag", "morph", "parse", "lemma", "sentence", "entity"]
Result = TypeVar("Result")

OWN_PIPELINE = "nl_vertellen_sm"
USUAL_PIPELINE = "nl_core_news_sm"
MODELS_VARIABLE = "VERTELLEN_MODELS"
BATCH_SIZE = 128
"""Texts per batch: 64 to 256 were equally fast for passages of some 25 words."""
ZONE_SIZE = 1024
"""Texts after which spaCy gives the memory for their words back."""
COMPONENTS: dict[Need, str] = {
    "tag": "tagger",
    "morph": "morphologizer",
    "parse": "parser",
    "lemma": "lemmatizer",
    "sentence": "senter",
    "entity": "ner",
}
RULE_LEMMATIZER = "lemmatizer"
"""Factory that looks lemmas up by part of speech and so needs the components that give it."""


class ModelSource(StrEnum):
    """Why this model was taken; ``models.source.<value>`` says it in words."""

    ASKED = "asked"
    INSTALLED = "installed"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A loaded spaCy pipeline and where it came from.

    Parameters
    ----------
    nlp
        The pipeline, without the components that are not needed.
    name, version
        As its ``meta.json`` says, such as ``"nl_core_news_sm"`` and ``"3.8.0"``.
    source
        Why this one was taken.
    sha256
        Hash over the model's files, for the manifest.
    """

    nlp: Language
    name: str
    version: str
    source: ModelSource
    sha256: str

    @property
    def pipes(self) -> tuple[str, ...]:
        """Names of the components that run, in order."""
        return tuple(self.nlp.pipe_names)


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which pipeline a study takes, for the manifest; fields as in :class:`LanguageModel`."""

    name: str
    version: str
    source: ModelSource
    sha256: str


def models_folder() -> Path:
    """Return the folder with the project's models.

    The environment variable ``VERTELLEN_MODELS`` decides, else it is ``models`` beside the
    package. It need not exist.
    """
    asked = os.environ.get(MODELS_VARIABLE, "")
    return Path(asked) if asked else Path(__file__).resolve().parents[1] / "models"


def load_language(
    wanted: str = "", *, need: Collection[Need] = ("lemma", "sentence")
) -> LanguageModel:
    """Load the Dutch pipeline with only the components that are needed.

    Parameters
    ----------
    wanted
        What the study asks for: a name or a path. Empty: ``nl_core_news_sm`` when it is
        installed, else the project's own ``nl_vertellen_sm``.
    need
        What the caller reads from a doc. Sentences come from the quick sentence recogniser;
        only a model that has it switched off takes them from the parser when ``"parse"`` is
        needed too.

    Raises
    ------
    UserError
        If the model that is asked for is not there; the problem gives the command that gets
        it.
    """
    return _load(wanted, frozenset(need), models_folder())


def identify_language(wanted: str = "") -> ModelIdentity:
    """Say which pipeline :func:`load_language` would take, without loading it.

    Raises
    ------
    UserError
        As ``load_language`` does.
    """
    return _identify(*find_pipeline(wanted, models_folder()))


def lemmas(model: LanguageModel, texts: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the lower-case lemmas of the words of every text, in order."""

    def words(doc: Doc) -> tuple[str, ...]:
        return tuple(token.lemma_.lower() for token in doc if token.is_alpha)

    return list(stream(model, texts, words))


def stream(
    model: LanguageModel,
    texts: Iterable[str],
    use: Callable[[Doc], Result],
    *,
    batch_size: int = BATCH_SIZE,
    zone_size: int = ZONE_SIZE,
) -> Iterator[Result]:
    """Yield ``use(doc)`` for every text, in order, in bounded memory.

    Parameters
    ----------
    texts
        Read lazily, ``zone_size`` at a time.
    use
        Takes from a doc what is wanted, as plain strings and numbers: docs, spans and tokens
        are gone once the zone of ``Language.memory_zone`` closes.
    """
    remaining = iter(texts)
    while chunk := list(islice(remaining, zone_size)):
        with model.nlp.memory_zone():
            results = [use(doc) for doc in model.nlp.pipe(chunk, batch_size=batch_size)]
        yield from results


def find_pipeline(wanted: str, models: Path) -> tuple[Path, ModelSource]:
    """Return the data folder of the pipeline that is taken, and why.

    Raises
    ------
    UserError
        If the one that is asked for, or the project's own when none is, is not there.
    """
    if wanted:
        folder = _own(wanted, models) or installed_package(wanted) or _as_folder(wanted)
        if folder is None:
            raise UserError(_missing(wanted))
        return folder, ModelSource.ASKED
    installed = installed_package(USUAL_PIPELINE)
    if installed is not None:
        return installed, ModelSource.INSTALLED
    own = _own(OWN_PIPELINE, models)
    if own is None:
        values = {"name": OWN_PIPELINE, "command": "make models"}
        raise UserError(Problem("models.own_missing", Severity.BLOCKS, values=values))
    return own, ModelSource.OWN


def folder_sha256(folder: Path) -> str:
    """Return one hash over the names and bytes of a model's files, documentation left out."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix != ".md" and path.name != "metrics.json":
            digest.update(path.relative_to(folder).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@lru_cache(maxsize=8)
def _load(wanted: str, need: frozenset[Need], models: Path) -> LanguageModel:
    import spacy
    from spacy.util import load_config

    folder, source = find_pipeline(wanted, models)
    config = load_config(folder / "config.cfg")
    names: list[str] = config["nlp"]["pipeline"]
    kept = components(config, need)
    exclude = [name for name in names if name not in kept]
    nlp = spacy.load(folder, exclude=exclude)
    for name in nlp.disabled:
        nlp.enable_pipe(name)
    known = _identify(folder, source)
    return LanguageModel(nlp, known.name, known.version, known.source, known.sha256)


def _identify(folder: Path, source: ModelSource) -> ModelIdentity:
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    name = f"{meta['lang']}_{meta['name']}"
    return ModelIdentity(name, str(meta["version"]), source, folder_sha256(folder))


def components(config: dict[str, Any], need: Collection[Need]) -> frozenset[str]:
    """Return the component names of a pipeline that must run for ``need``.

    Parameters
    ----------
    config
        A spaCy config with ``nlp.pipeline`` and ``components``.
    """
    names: list[str] = config["nlp"]["pipeline"]
    kept = {COMPONENTS[item] for item in need} & set(names)
    if "parse" in need and "parser" in names:
        # The parser keeps to sentences that are there before it; where the model's makers
        # switched the recogniser off, the parser finds them itself.
        off = "senter" in config["nlp"].get("disabled", [])
        kept = kept - {"senter"} if off else kept | ({"senter"} & set(names))
    elif "sentence" in need and "senter" not in names:
        kept |= {"parser", "sentencizer"} & set(names)
    factory = config["components"].get("lemmatizer", {}).get("factory")
    if "lemma" in need and factory == RULE_LEMMATIZER:
        kept |= {"tagger", "morphologizer", "attribute_ruler"} & set(names)
    if any(_listens(config["components"][name]) for name in kept):
        kept |= {"tok2vec"}
    return frozenset(kept)


def _listens(component: dict[str, Any]) -> bool:
    tok2vec = component.get("model", {}).get("tok2vec", {})
    return "Listener" in tok2vec.get("@architectures", "")


def _own(name: str, models: Path) -> Path | None:
    folder = models / name
    return folder if os.sep not in name and (folder / "config.cfg").is_file() else None


def installed_package(name: str) -> Path | None:
    """Return the data folder inside an installed spaCy model package, if there is one."""
    if not name.isidentifier():
        return None
    spec = importlib.util.find_spec(name)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        for folder in sorted(Path(place).glob(f"{name}-*")):
            if (folder / "config.cfg").is_file():
                return folder
    return None


def _as_folder(wanted: str) -> Path | None:
    folder = Path(wanted).expanduser()
    return folder if (folder / "config.cfg").is_file() else None


def _missing(wanted: str) -> Problem:
    if wanted.isidentifier():
        values = {"name": wanted, "command": f"python -m spacy download {wanted}"}
        return Problem("models.pipeline_missing", Severity.BLOCKS, values=values)
    return Problem("models.no_pipeline_folder", Severity.BLOCKS, values={"folder": wanted})
