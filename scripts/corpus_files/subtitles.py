"""Conversations as WebVTT, as a transcription program exports them."""

from __future__ import annotations

import html
import itertools
import textwrap

CUE_CHARACTERS = 90
"""About two lines on a screen, the usual measure of a cue."""
SECONDS_PER_WORD = 0.37
"""Some 160 words a minute, an ordinary pace of conversation."""
PAUSES = (0.4, 0.7, 1.1)
"""Seconds between speakers, in turn."""


def as_vtt(text: str) -> str:
    """Return turns (``Speaker: words``, one a line) as cues with a voice each.

    Cues of one turn follow each other without a gap, so that a reader joins them again.

    Raises
    ------
    ValueError
        If a line has no speaker, or the same speaker has two turns in a row: subtitles
        cannot keep those apart.
    """
    lines = [line.partition(": ") for line in text.split("\n")]
    speakers = [speaker for speaker, _, _ in lines]
    if any(not colon or not words for _, colon, words in lines):
        raise ValueError("a line without a speaker")
    if any(one == other for one, other in itertools.pairwise(speakers)):
        raise ValueError("two turns of one speaker in a row")
    blocks = ["WEBVTT", ""]
    now = 1.5
    for place, (speaker, _, words) in enumerate(lines):
        for cue in textwrap.wrap(
            words, CUE_CHARACTERS, break_long_words=False, break_on_hyphens=False
        ):
            then = now + SECONDS_PER_WORD * len(cue.split())
            spoken = html.escape(cue, quote=False)
            blocks += [f"{_stamp(now)} --> {_stamp(then)}", f"<v {speaker}>{spoken}", ""]
            now = then
        now += PAUSES[place % len(PAUSES)]
    return "\n".join(blocks)


def _stamp(seconds: float) -> str:
    milliseconds = round(1000 * seconds)
    minutes, rest = divmod(milliseconds, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}.{rest % 1000:03}"
