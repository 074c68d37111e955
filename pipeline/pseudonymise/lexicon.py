"""Names and ordinary words that the rules look things up in.

First names, surnames and places are the lists of the package ``deduce`` (UMC Utrecht, LGPL),
read as they lie in the installed package. Deduce itself is not run: it was made for doctors'
notes, takes minutes to build its look-ups on a fresh machine, and finds less in stories
(``tests/regression/pseudonyms/measured.json``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path

from pipeline.domain import Problem, Severity, UserError

_MIN_PART = 3
_JOINTS = ("", "s", "e", "en", "-")


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
        """Say whether a word, written small, is an ordinary one or a compound of those."""
        small = word.casefold()
        return small in self.ordinary or self._is_compound(small)

    def _is_compound(self, small: str) -> bool:
        for cut in range(_MIN_PART, len(small) - _MIN_PART + 1):
            if small[cut:] not in self.ordinary:
                continue
            head = small[:cut]
            for joint in _JOINTS:
                stem = head.removesuffix(joint) if joint else head
                if len(stem) >= _MIN_PART and stem in self.ordinary:
                    return True
        return False

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
        surnames=_deduce("names/lst_surname"),
        places=_deduce("locations/lst_placename/lst_residence")
        | _deduce("locations/lst_placename/lst_municipality"),
        ordinary=own_list("ordinary_words"),
        public=frozenset(word.casefold() for word in own_list("public_names")),
    )


@cache
def own_list(name: str) -> frozenset[str]:
    """Return one list of this package: a line per entry, ``#`` starts a remark."""
    text = resources.files("pipeline.pseudonymise").joinpath(f"data/{name}.txt").read_text("utf-8")
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return frozenset(line for line in lines if line)


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
