"""Subtitles and automatic transcripts (vtt, srt), through webvtt-py.

Speakers are named by voice tags (``<v Hanneke>``) or by ``Hanneke:`` at the start of a cue.
A cue is a line on a screen, not a turn, so consecutive cues of one speaker are one turn
when less than ``PAUSE_SECONDS`` lie between them or the sentence is not finished.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import webvtt
from webvtt.errors import MalformedCaptionError, MalformedFileError

from pipeline.domain import Problem, Severity, Turn
from pipeline.ingest.decode import decode
from pipeline.ingest.labels import speaker_labels, split_label
from pipeline.ingest.source import Draft, Source

PAUSE_SECONDS = 2.0
_VOICE = re.compile(r"<v(?:\.[\w-]+)*[ \t]+([^>]+)>")
_TAG = re.compile(
    r"</?(?:[a-z]+(?:\.[\w-]+)*(?:[ \t][^>]*)?|\d[\d:.]*)>|\{\\[^}]*\}", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*$")


@dataclass(slots=True)
class _Utterance:
    """What one speaker says without a pause; ``start`` and ``end`` in seconds."""

    speaker: str
    text: str
    start: float
    end: float


def read(source: Source) -> Draft:
    """Return cues as turns (``Speaker: text`` line under line) or, unnamed, as paragraphs.

    Raises
    ------
    UserError
        If the file holds no cues, or its times cannot be read.
    """
    decoded = decode(source)
    kind = source.suffix.removeprefix(".")
    try:
        captions = webvtt.WebVTT.from_buffer(io.StringIO(decoded.text.strip() + "\n"), format=kind)
    except (MalformedFileError, MalformedCaptionError) as error:
        raise source.unusable("not_this_format", suffix=source.suffix) from error
    if not len(captions):
        raise source.unusable("no_cues")
    problems = [*decoded.problems, *_lost(source, decoded.text, len(captions))]
    pieces = [
        _Utterance(speaker, text, _seconds(caption.start), _seconds(caption.end))
        for caption in captions
        for speaker, text in _voices(caption.raw_text)
    ]
    utterances = _merged(_named(pieces))
    if not any(utterance.speaker for utterance in utterances):
        return Draft("\n\n".join(utterance.text for utterance in utterances), tuple(problems), ())
    text, turns = _as_turns(utterances)
    return Draft(text, tuple(problems), turns)


def _lost(source: Source, text: str, n_read: int) -> list[Problem]:
    """Name the cues that webvtt-py passed over, such as one that lasts until 00:01:60."""
    lost = sum("-->" in line for line in text.split("\n")) - n_read
    return [source.problem("cues_lost", Severity.NOTICE, count=lost)] if lost > 0 else []


def _seconds(stamp: str) -> float:
    """Return ``hh:mm:ss.mmm`` in seconds."""
    hours, minutes, seconds = stamp.split(":")
    return 3600 * int(hours) + 60 * int(minutes) + float(seconds)


def _voices(raw: str) -> Iterator[tuple[str, str]]:
    """Yield speaker and text for each voice in a cue; a cue without one has speaker ``""``."""
    parts = _VOICE.split(raw)
    speakers = ["", *(name.strip() for name in parts[1::2])]
    for speaker, words in zip(speakers, parts[0::2], strict=True):
        for line in _plain_lines(words, by_line=not speaker):
            yield speaker, line


def _plain_lines(words: str, *, by_line: bool) -> list[str]:
    """Return words without tags; lines of a cue are joined unless they start with a label."""
    lines = [html.unescape(_TAG.sub("", line)).strip() for line in words.split("\n")]
    lines = [" ".join(line.split(" ")) for line in lines if line]
    if not by_line:
        return [" ".join(lines)] if lines else []
    joined: list[str] = []
    for line in lines:
        if joined and split_label(line) is None:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    return joined


def _named(pieces: Sequence[_Utterance]) -> list[_Utterance]:
    """Take speakers from labels in the text; a piece without one goes on with the last.

    What looks like a label after an unfinished sentence ("zei die jongen van de" / "Stadsbank:
    kom maar") is one only if it names a speaker elsewhere.
    """
    before = ["", *(piece.text for piece in pieces)]
    found = [
        split_label(piece.text)
        for piece, last in zip(pieces, before, strict=False)
        if not piece.speaker and not _unfinished(last)
    ]
    labels = speaker_labels(label for label in found if label)
    named: list[_Utterance] = []
    last = ""
    for piece in pieces:
        speaker, text = piece.speaker, piece.text
        if not speaker:
            label = split_label(text)
            known = label is not None and label.speaker in labels
            speaker, text = (label.speaker, label.rest) if label and known else (last, text)
        last = speaker
        if text:
            named.append(_Utterance(speaker, text, piece.start, piece.end))
    return named


def _merged(pieces: Sequence[_Utterance]) -> list[_Utterance]:
    merged: list[_Utterance] = []
    for piece in pieces:
        if merged and _goes_on(merged[-1], piece):
            merged[-1].text += f" {piece.text}"
            merged[-1].end = piece.end
        else:
            merged.append(piece)
    return merged


def _goes_on(before: _Utterance, after: _Utterance) -> bool:
    if before.speaker != after.speaker:
        return False
    return _unfinished(before.text) or after.start - before.end < PAUSE_SECONDS


def _unfinished(text: str) -> bool:
    return bool(text) and not _SENTENCE_END.search(text)


def _as_turns(utterances: Sequence[_Utterance]) -> tuple[str, tuple[Turn, ...]]:
    lines: list[str] = []
    turns: list[Turn] = []
    start = 0
    for utterance in utterances:
        speaker = utterance.speaker
        line = f"{speaker}: {utterance.text}" if speaker else utterance.text
        turns.append(Turn(speaker, start, start + len(line), utterance.start))
        lines.append(line)
        start += len(line) + 1
    return "\n".join(lines), tuple(turns)
