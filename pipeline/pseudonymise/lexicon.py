"""Names and ordinary words that the rules look things up in.

First names, surnames and places are the lists of the package ``deduce`` (UMC Utrecht, LGPL),
read as they lie in the installed package. Deduce itself is not run: it was made for doctors'
notes, takes minutes to build its look-ups on a fresh machine, and finds less in stories
(``tests/regression/pseudonyms/measured.json``).
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path

from pipeline.domain import Problem, Severity, UserError

_MIN_HEAD = 3
_MIN_TAIL = 4
_JOINTS = ("", "s", "e", "en", "-")
_ENDINGS = ("en", "s", "e", "n", "t", "je", "tje", "etje", "pje", "jes", "tjes", "'s", "te", "de")
_MIN_STEM = 3
_STRESS = str.maketrans("áéíóú", "aeiou")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by what they may be.

    Parameters
    ----------
    first_names, surnames, places
        As written, with capitals.
    ordinary
        Words that running Dutch writes small.
    public
        Names that identify nobody and stay: countries, languages, feasts, brands, public
        bodies. Case folded; may hold spaces.
    """

    first_names: frozenset[str]
    surnames: frozenset[str]
    places: frozenset[str]
    ordinary: frozenset[str]
    public: frozenset[str]

    def is_ordinary(self, word: str) -> bool:
        """Say whether running Dutch writes this very word small."""
        return word.casefold() in self.ordinary

    def looks_ordinary(self, word: str) -> bool:
        """Say whether a word is an ordinary one, an inflection or a compound of those.

        For words on no list of names. Names on a list ask ``is_ordinary``: many a name can be
        taken apart into words (*Ger-ard*).
        """
        small = _plain_letters(word.casefold())
        return any(stem in self.ordinary or self._is_compound(stem) for stem in _stems(small))

    def _is_compound(self, small: str) -> bool:
        for cut in range(_MIN_HEAD, len(small) - _MIN_TAIL + 1):
            if small[cut:] in self.ordinary and self._is_head(small[:cut]):
                return True
        return False

    def _is_head(self, head: str) -> bool:
        stems = (head.removesuffix(joint) for joint in _JOINTS if head.endswith(joint))
        return any(len(stem) >= _MIN_HEAD and stem in self.ordinary for stem in stems)

    def is_first_name(self, word: str) -> bool:
        """Say whether a word with a capital is on the list of first names."""
        return word in self.first_names

    def is_plain_first_name(self, word: str) -> bool:
        """Say whether it is a first name that is no ordinary word as well."""
        return word in self.first_names and not self.is_ordinary(word)

    def is_public(self, word: str) -> bool:
        """Say whether a name may stay for everyone."""
        return word.casefold() in self.public


@cache
def lexicon() -> Lexicon:
    """Return the lists, read once.

    Raises
    ------
    UserError
        If the lists of ``deduce`` are not installed.
    """
    return Lexicon(
        first_names=_deduce("names/lst_first_name"),
        surnames=_deduce("names/lst_surname") | _last_words("names/lst_interfix_surname"),
        places=_deduce("locations/lst_placename/lst_residence")
        | _deduce("locations/lst_placename/lst_municipality"),
        ordinary=own_list("ordinary_words") | own_list("more_ordinary_words"),
        public=frozenset(word.casefold() for word in own_list("public_names")),
    )


@cache
def own_list(name: str) -> frozenset[str]:
    """Return one list of this package: a line per entry, ``#`` starts a remark."""
    text = resources.files("pipeline.pseudonymise").joinpath(f"data/{name}.txt").read_text("utf-8")
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return frozenset(line for line in lines if line)


def _last_words(folder: str) -> frozenset[str]:
    """Return surnames without the small words before them: *van Gestel* gives *Gestel*."""
    return frozenset(name.split()[-1] for name in _deduce(folder))


def _plain_letters(small: str) -> str:
    """Return a word without the marks of stress in it: *één* is *een*."""
    return small.translate(_STRESS)


def _stems(small: str) -> list[str]:
    """Return a word and what may be left of it without an ending."""
    stems = [small]
    for ending in _ENDINGS:
        stem = small.removesuffix(ending)
        if stem != small and len(stem) >= _MIN_STEM:
            stems.append(stem)
            if stem[-1] == stem[-2]:
                stems.append(stem[:-1])
    return stems


@cache
def small_words(name: str) -> frozenset[str]:
    """Return one closed class of words from ``data/small_words.toml``."""
    text = resources.files("pipeline.pseudonymise").joinpath("data/small_words.toml")
    return frozenset(tomllib.loads(text.read_text("utf-8"))[name].split())


def lists_digest() -> str:
    """Return a hash over every list of this package, for knowing when results are stale."""
    digest = hashlib.sha256()
    folder = resources.files("pipeline.pseudonymise").joinpath("data")
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        digest.update(entry.read_bytes())
    return digest.hexdigest()


def deduce_version() -> str:
    """Return the version of the package whose lists are used."""
    return metadata.version("deduce")


def _deduce(folder: str) -> frozenset[str]:
    try:
        place = metadata.distribution("deduce").locate_file(f"deduce/data/lookup/src/{folder}")
        text = Path(str(place), "items.txt").read_text(encoding="utf-8")
    except (metadata.PackageNotFoundError, OSError) as error:
        raise UserError(Problem("pseudonymise.lists_missing", Severity.BLOCKS)) from error
    return frozenset(line.strip() for line in text.splitlines() if line.strip())
