"""Cells of outcome tables as numbers: Dutch decimal commas, yes and no, missing values."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

ALWAYS_MISSING = frozenset({"", ".", "nan", "na", "n/a"})
"""CBS StatLine writes ``.`` for unknown or secret; the others come from exports."""

_YES_NO = {"ja": 1.0, "j": 1.0, "yes": 1.0, "waar": 1.0, "true": 1.0}
_YES_NO |= {"nee": 0.0, "n": 0.0, "no": 0.0, "onwaar": 0.0, "false": 0.0}
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:\.\d{3})+")
_DUTCH = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:\.\d{3})+)?,\d+")
_ENGLISH = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+")


def parse_column(
    cells: Sequence[object], missing: Sequence[str] = (), points_may_be_thousands: bool = True
) -> tuple[list[float], list[int]]:
    """Return the numbers of one column and the places of cells that are none.

    Whether ``1.234`` means 1234 or 1.234 is decided for the column as a whole: it is a
    thousands point when another cell has a decimal comma, or when :func:`looks_like_thousands`
    and the caller knows nothing against it.

    Parameters
    ----------
    cells
        Texts or numbers, as the file has them.
    missing
        Cell texts that the source uses for suppressed or not measured.
    points_may_be_thousands
        False where points are decimal for sure: a file with commas between its columns.

    Returns
    -------
    values, bad
        One float per cell, NaN for missing and bad ones, and the indices of the bad ones.

    Examples
    --------
    >>> parse_column(["12,5", "1.234", "ja", "x", "onzin"], missing=["x"])
    ([12.5, 1234.0, 1.0, nan, nan], [4])
    """
    texts = [_clean(cell) for cell in cells]
    # A number of a worksheet is a number already: its point is never a thousands point.
    numeric = [isinstance(cell, (int, float)) for cell in cells]
    points_are_thousands = has_decimal_comma(cells) or (
        points_may_be_thousands and looks_like_thousands(cells)
    )
    missing_texts = ALWAYS_MISSING | {text.strip().casefold() for text in missing}
    missing_numbers = {n for text in missing if (n := _number(_clean(text), False)) is not None}
    values: list[float] = []
    bad: list[int] = []
    for place, text in enumerate(texts):
        value = _number(text, points_are_thousands and not numeric[place])
        if text.casefold() in missing_texts or value in missing_numbers:
            value = math.nan
        elif value is None or not math.isfinite(value):
            bad.append(place)
            value = math.nan
        values.append(value)
    return values, bad


def _clean(cell: object) -> str:
    """Return a cell as text without spaces, currency and percent signs."""
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, float):
        return repr(cell)
    text = str(cell).strip().removeprefix("€").removesuffix("%").strip()
    return re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}\b)", "", text).replace("\u2212", "-")


def has_decimal_comma(cells: Sequence[object]) -> bool:
    """Say whether any text in a column is a number with a decimal comma."""
    return any(_DUTCH.fullmatch(text) for text in _written(cells))


def looks_like_thousands(cells: Sequence[object]) -> bool:
    """Say whether every text with a point could be a whole number with thousands points.

    Examples
    --------
    >>> looks_like_thousands(["1.234", "12.000", "7"]), looks_like_thousands(["1.234", "0.5"])
    (True, False)
    """
    pointed = [text for text in _written(cells) if "." in text and any(map(str.isdigit, text))]
    return bool(pointed) and all(_THOUSANDS.fullmatch(text) for text in pointed)


def _written(cells: Sequence[object]) -> list[str]:
    """Return the cells that are texts and no numbers of a worksheet."""
    return [_clean(cell) for cell in cells if not isinstance(cell, (int, float))]


def _number(text: str, points_are_thousands: bool) -> float | None:
    """Return a cleaned text as a number, ``None`` if it is none."""
    if text.casefold() in _YES_NO:
        return _YES_NO[text.casefold()]
    if _ENGLISH.fullmatch(text):
        text = text.replace(",", "")
    elif _DUTCH.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif points_are_thousands and _THOUSANDS.fullmatch(text):
        text = text.replace(".", "")
    try:
        return float(text) if "_" not in text else None
    except ValueError:
        return None
