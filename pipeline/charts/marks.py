"""A number with its margin as a small drawing of plain HTML: no script, prints well."""

from __future__ import annotations

from html import escape
from typing import NamedTuple

import pandas as pd


class Scale(NamedTuple):
    """The range of an axis."""

    low: float
    high: float

    def place(self, value: float) -> float:
        """Return where a value lies, in percent of the axis, cut off at its ends.

        Examples
        --------
        >>> Scale(-1, 1).place(0)
        50.0
        """
        share = (value - self.low) / (self.high - self.low)
        return round(100 * min(max(share, 0.0), 1.0), 2)


SHARES = Scale(0, 1)
CORRELATIONS = Scale(-1, 1)


def interval_mark(
    estimate: float | None,
    low: float | None,
    high: float | None,
    scale: Scale,
    alt: str,
    tone: str = "count",
) -> str:
    """Return a point on an axis with a band for its margin.

    Parameters
    ----------
    estimate, low, high
        In the units of ``scale``; missing ones are not drawn.
    scale
        The axis. Zero is marked when it lies inside.
    alt
        What the drawing shows, for who does not see it.
    tone
        ``"count"`` or ``"against"``.
    """
    parts = []
    if scale.low < 0 < scale.high:
        parts.append(f'<i class="tv-zero" style="left:{scale.place(0)}%"></i>')
    if low is not None and high is not None and not (pd.isna(low) or pd.isna(high)):
        left, right = scale.place(low), scale.place(high)
        parts.append(f'<i class="tv-band" style="left:{left}%;width:{right - left:.2f}%"></i>')
    if estimate is not None and not pd.isna(estimate):
        parts.append(f'<i class="tv-point" style="left:{scale.place(estimate)}%"></i>')
    label = escape(alt, quote=True)
    return (
        f'<span class="tv-mark tv-{tone}" role="img" aria-label="{label}">{"".join(parts)}</span>'
    )


def scale_for(values: pd.Series[float]) -> Scale:
    """Return an axis that holds all values and zero, with the same reach on both sides."""
    known = values.dropna().abs()
    reach = float(known.max()) if len(known) else 1.0
    return Scale(-reach, reach) if reach > 0 else CORRELATIONS


MARK_CSS = """
.tv-mark { position: relative; display: block; height: 1.1rem; min-width: 6rem; }
.tv-mark::before { content: ""; position: absolute; inset: 50% 0 auto 0; height: 1px;
  background: var(--tv-line); }
.tv-mark i { position: absolute; top: 50%; transform: translateY(-50%); }
.tv-mark .tv-band { height: .5rem; border-radius: .25rem; background: var(--tv-count-soft);
  border: 1px solid var(--tv-count); box-sizing: border-box; }
.tv-mark .tv-point { width: .7rem; height: .7rem; margin-left: -.35rem; border-radius: 50%;
  background: var(--tv-count); }
.tv-mark.tv-against .tv-band { background: var(--tv-against-soft);
  border-color: var(--tv-against); }
.tv-mark.tv-against .tv-point { background: var(--tv-against); border-radius: 1px;
  transform: translateY(-50%) rotate(45deg); }
.tv-mark .tv-zero { width: 1px; height: 100%; background: var(--tv-quiet); }
"""
