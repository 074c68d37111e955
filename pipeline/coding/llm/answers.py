"""What a model says about one passage, checked against codebook and passage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.coding.llm.evidence import find_quote
from pipeline.coding.llm.prompt import Asked, Prompt
from pipeline.coding.llm.schema import ITEMS, STORED, TOP
from pipeline.coding.llm.strict_json import BrokenAnswerError, read_json
from pipeline.coding.llm.tokens import Token, decision_chances

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """A usable answer about one passage.

    Parameters
    ----------
    spans
        Themes that are there, with the code points of their evidence in the passage's words.
    refused
        Themes that the model named without evidence that is literally in the passage, or on
        which its answer contradicts itself: nothing is known about these.
    invented
        Names of themes that the codebook does not have, dropped.
    chances
        Probability of "true" per theme, where the tokens tell.
    """

    spans: Mapping[str, Span]
    refused: frozenset[str] = frozenset()
    invented: int = 0
    chances: Mapping[str, float] = field(default_factory=dict)

    def stored(self) -> dict[str, object]:
        """Return what the cache keeps: places and numbers, no text."""
        return {
            "spans": {theme: list(span) for theme, span in self.spans.items()},
            "refused": sorted(self.refused),
            "invented": self.invented,
            "chances": dict(self.chances),
        }


def read_stored(value: object, words: str, themes: Sequence[str]) -> Answer | None:
    """Return an answer out of the cache; None if it is damaged or does not fit the passage."""
    if not isinstance(value, dict) or not STORED.is_valid(value):
        return None
    spans = {theme: (int(start), int(end)) for theme, (start, end) in value["spans"].items()}
    named = {*spans, *value["refused"], *value["chances"]}
    fits = all(start < end <= len(words) for start, end in spans.values())
    if not fits or not named <= set(themes):
        return None
    refused = frozenset(value["refused"])
    return Answer(spans, refused, int(value["invented"]), dict(value["chances"]))


def read_answers(
    content: str, tokens: Sequence[Token], asked: Sequence[Asked], prompt: Prompt
) -> dict[int, Answer]:
    """Return the usable answers by place in ``asked``.

    An id that was not asked is passed over; a passage that is missing, does not keep to the
    schema or is answered twice gets no answer.

    Raises
    ------
    BrokenAnswerError
        If it is no JSON of the right form, or evidence of one passage stands in another: then
        the model mixed passages up and none of its answers can be trusted.
    """
    raw, start = read_json(content)
    if not TOP.is_valid(raw):
        raise BrokenAnswerError
    items = raw["passages"]
    chances = _chances(content, start, items, tokens) if prompt.shape == "each" else {}
    check = ITEMS[prompt.shape]
    usable = [(place, item) for place, item in enumerate(items) if check.is_valid(item)]
    named = Counter(item.get("id") for item in items if isinstance(item, dict) and _has_id(item))
    number_of = {str(number + 1): number for number in range(len(asked))}
    answers = {}
    for place, item in usable:
        number = number_of.get(item["id"])
        if number is not None and named[item["id"]] == 1:
            _check_not_mixed_up(item["themes"], number, asked)
            answer = _answer(item, asked[number].words, prompt, chances.get(place, {}))
            if answer is not None:
                answers[number] = answer
    return answers


def _has_id(item: Mapping[str, Any]) -> bool:
    return isinstance(item.get("id"), str)


def _check_not_mixed_up(
    found: Sequence[Mapping[str, str]], number: int, asked: Sequence[Asked]
) -> None:
    """Refuse an answer that quotes one passage under the id of another.

    Also where the other is the passage before, which the model may quote by mistake: alone it
    is asked again, and then a quote from its context is refused without harm to others.
    """
    for each in found:
        if find_quote(each["evidence"], asked[number].words) is None and any(
            find_quote(each["evidence"], other.words) for other in asked
        ):
            raise BrokenAnswerError


def _answer(
    item: Mapping[str, Any], words: str, prompt: Prompt, chances: Mapping[str, float]
) -> Answer | None:
    known = set(prompt.themes)
    claimed = {found["theme"] for found in item["themes"]}
    invented = claimed - known
    spans: dict[str, Span] = {}
    for found in item["themes"]:
        span = find_quote(found["evidence"], words)
        if found["theme"] in known and found["theme"] not in spans and span is not None:
            spans[found["theme"]] = span
    refused = (claimed & known) - set(spans)
    if prompt.shape == "each":
        decisions = item["decisions"]
        if not known <= set(decisions):
            return None
        invented |= set(decisions) - known
        true = {theme for theme in known if decisions[theme]}
        refused |= true ^ (claimed & known)
    kept = {theme: span for theme, span in spans.items() if theme not in refused}
    sure = {theme: chances[theme] for theme in prompt.themes if theme in chances}
    sure = {theme: chance for theme, chance in sure.items() if theme not in refused}
    return Answer(kept, frozenset(refused), len(invented), sure)


def _chances(
    content: str, start: int, items: Sequence[Any], tokens: Sequence[Token]
) -> dict[int, dict[str, float]]:
    """Return the probability of "true" by place of the passage in the answer, and theme."""
    check = ITEMS["each"]
    if not all(check.is_valid(item) for item in items):
        return {}
    order = [
        (place, theme, value)
        for place, item in enumerate(items)
        for theme, value in item["decisions"].items()
    ]
    found = decision_chances(content, start, [(theme, value) for _, theme, value in order], tokens)
    chances: dict[int, dict[str, float]] = {}
    for (place, theme, _), chance in zip(order, found, strict=True):
        if chance is not None:
            chances.setdefault(place, {})[theme] = chance
    return chances
