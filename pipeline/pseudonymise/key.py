"""The key: which name stands behind which pseudonym. Kept apart from the study.

The file holds names of people. It is readable by its owner alone, never lies inside the study
folder, and is replaced in one step so that a crash leaves the old key or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import uuid4

from pipeline.domain import Problem, Severity, UserError
from pipeline.pseudonymise.kinds import Kind, pseudonym

FORMAT = 1


def canonical(name: str) -> str:
    r"""Return a name as the key knows it: composed letters, single spaces, case folded.

    Examples
    --------
    >>> canonical("  ANNEMIEK\n Verkuil")
    'annemiek verkuil'
    """
    folded = unicodedata.normalize("NFC", name).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).split())


def check_key_place(key_path: Path, study_folder: Path) -> None:
    """Refuse a key inside the study folder, links followed.

    Raises
    ------
    UserError
        If whoever is given the study would be given the key as well.
    """
    if key_path.resolve().is_relative_to(study_folder.resolve()):
        raise _refusal("pseudonymise.key_inside_study", key_path)


class PseudonymKey:
    """Pseudonyms by kind and name. Numbers are given out once and never again.

    Parameters
    ----------
    path
        File to save to.
    numbers
        Number of each known name, by kind and canonical name.
    last
        Highest number ever given out, by kind; names that were forgotten count.
    identity
        Stays with the key for ever. Text made with one key must not be mixed with text made
        with another, where the same number means someone else.
    """

    def __init__(
        self,
        path: Path,
        numbers: Mapping[Kind, Mapping[str, int]] | None = None,
        last: Mapping[Kind, int] | None = None,
        identity: str = "",
    ) -> None:
        self.path = path
        self.identity = identity or uuid4().hex
        given = numbers or {}
        self._numbers: dict[Kind, dict[str, int]] = {k: dict(given.get(k, {})) for k in Kind}
        self._last = {
            kind: max([(last or {}).get(kind, 0), *self._numbers[kind].values()]) for kind in Kind
        }
        self._digest = ""

    @classmethod
    def load(cls, path: Path) -> PseudonymKey:
        """Read a key, or start an empty one when the file is not there yet.

        Raises
        ------
        UserError
            If the file cannot be read as a key. It is never written over then: that would
            break the tie between old and new pseudonyms.
        """
        try:
            written = path.read_bytes()
        except FileNotFoundError:
            return cls(path)
        except OSError as error:
            raise _refusal("pseudonymise.key_unreadable", path) from error
        try:
            key = cls(path, *_parse(written))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _refusal("pseudonymise.key_unreadable", path) from error
        key._digest = hashlib.sha256(written).hexdigest()
        return key

    def pseudonym(self, kind: Kind, name: str) -> str:
        """Return the pseudonym of a name; a new name gets the next number of its kind."""
        numbers = self._numbers[kind]
        known = canonical(name)
        if known not in numbers:
            self._last[kind] += 1
            numbers[known] = self._last[kind]
        return pseudonym(kind, numbers[known])

    def forget(self, names: Iterable[str]) -> int:
        """Remove names of any kind and return how many entries went.

        Their pseudonyms stay in texts made before and are never given to anyone else.
        """
        gone = {canonical(name) for name in names}
        count = 0
        for numbers in self._numbers.values():
            for name in gone & numbers.keys():
                del numbers[name]
                count += 1
        return count

    def __len__(self) -> int:
        return sum(len(numbers) for numbers in self._numbers.values())

    def save(self) -> None:
        """Write the key in one step, readable by its owner alone.

        Raises
        ------
        UserError
            If another program changed the file since it was read, or it cannot be written.
        """
        content = self._content()
        try:
            if self._digest_on_disk() != self._digest:
                raise _refusal("pseudonymise.key_changed", self.path)
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_in_one_step(self.path, content)
        except OSError as error:
            raise _refusal("pseudonymise.key_unwritable", self.path) from error
        self._digest = hashlib.sha256(content).hexdigest()

    def _content(self) -> bytes:
        tree = {
            "format": FORMAT,
            "identity": self.identity,
            "numbers": {str(kind): names for kind, names in self._numbers.items()},
            "last": {str(kind): number for kind, number in self._last.items()},
        }
        return json.dumps(tree, ensure_ascii=False, indent=1).encode()

    def _digest_on_disk(self) -> str:
        try:
            return hashlib.sha256(self.path.read_bytes()).hexdigest()
        except FileNotFoundError:
            return ""


def _parse(written: bytes) -> tuple[dict[Kind, dict[str, int]], dict[Kind, int], str]:
    tree = json.loads(written)
    if tree["format"] != FORMAT:
        raise ValueError("unknown format")
    numbers = {
        Kind(kind): {str(name): int(number) for name, number in names.items()}
        for kind, names in tree["numbers"].items()
    }
    if any(len(set(names.values())) < len(names) for names in numbers.values()):
        raise ValueError("a number was given out twice")
    last = {Kind(kind): int(number) for kind, number in tree["last"].items()}
    return numbers, last, str(tree.get("identity", ""))


def _write_in_one_step(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
    _settle_folder(path.parent)


def _settle_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut; Windows has no such call on folders."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _refusal(code: str, path: Path) -> UserError:
    return UserError(Problem(code, Severity.BLOCKS, file=str(path)))
