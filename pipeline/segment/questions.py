"""Who asks the questions: an interviewer by label, or the leader of a group by behaviour."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.domain import Story

_INTERVIEWERS = frozenset(
    {"i", "int", "interviewer", "v", "vraag", "vragensteller", "onderzoeker", "gespreksleider"}
)
LEADER_SHARE = 0.5
"""A leader ends at least this share of their turns with a question mark."""
_QUESTION = re.compile(r"\?[\"'”’»)\].!]*$")


def questioners(story: Story) -> frozenset[str]:
    """Return the speakers whose turns are questions, not answers.

    Those labelled as interviewer; without any, the one who of all speakers has most turns
    that end in a question mark, if that is at least half of their turns. Nobody when two
    speakers tie, or when there is only one.
    """
    speakers = {turn.speaker for turn in story.turns if turn.speaker}
    labelled = {speaker for speaker in speakers if _plain(speaker) in _INTERVIEWERS}
    if labelled or len(speakers) < 2:
        return frozenset(labelled)
    turns = Counter(turn.speaker for turn in story.turns)
    asked = Counter(
        turn.speaker
        for turn in story.turns
        if turn.speaker and _QUESTION.search(story.text[turn.start : turn.end].rstrip())
    )
    ranked = asked.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] == ranked[1][1]):
        return frozenset()
    leader, questions = ranked[0]
    return frozenset({leader}) if questions >= LEADER_SHARE * turns[leader] else frozenset()


def _plain(speaker: str) -> str:
    return re.sub(r"[\d.\s]", "", speaker.casefold())
