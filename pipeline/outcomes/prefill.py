"""What a story already tells, as a record for a worker to confirm: nothing is typed twice."""

from __future__ import annotations

import pandas as pd

from pipeline.domain import Codebook
from pipeline.outcomes.mentions import dates_in, steps_in

PREFILL_COLUMNS = [
    *("story_id", "participant", "field", "value", "origin", "certain"),
    *("passage_id", "start", "end"),
]
FROM_METADATA = ("programme", "wijk", "period")


def prefilled_records(
    stories: pd.DataFrame, passages: pd.DataFrame, codings: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """Return what stories tell that a registration asks for.

    Programme, wijk and period come from the metadata; the life domain from the outcome domains of
    the themes that were coded; dates and steps from the words. Nothing here is a decision:
    every row has the place it comes from, for a person to confirm or throw away.

    Parameters
    ----------
    stories, passages, codings
        STORIES, PASSAGES and CODINGS. Questions of the interviewer are not searched.
    codebook
        Themes with their outcome domains.

    Returns
    -------
    DataFrame
        ``story_id, participant, field`` (programme, wijk, period, life_domain, date or step),
        ``value, origin`` (metadata, people, machine or text), ``certain`` (false where a year was
        worked out, or only the machine saw the theme), ``passage_id, start, end`` (code points in
        the story; missing for metadata). One row per story, field and value: the first place.
    """
    who = stories.set_index("story_id")["participant"]
    parts = [
        _from_metadata(stories),
        _from_codings(passages, codings, codebook),
        _from_words(stories, passages),
    ]
    table = pd.concat([part for part in parts if len(part)] or [pd.DataFrame()])
    table = table.reindex(columns=PREFILL_COLUMNS)
    table["participant"] = table["story_id"].map(who)
    table = table.sort_values(["story_id", "field", "start"], kind="stable")
    table = table.drop_duplicates(["story_id", "field", "value"]).reset_index(drop=True)
    return table.astype({"start": "Int64", "end": "Int64", "certain": "boolean"})


def _from_metadata(stories: pd.DataFrame) -> pd.DataFrame:
    known = stories.melt("story_id", list(FROM_METADATA), "field", "value")
    return known[known["value"] != ""].assign(origin="metadata", certain=True)


def _from_codings(
    passages: pd.DataFrame, codings: pd.DataFrame, codebook: Codebook
) -> pd.DataFrame:
    """Return the outcome domains of the themes that are present, with the passage."""
    pairs = [(theme.id, domain) for theme in codebook.themes for domain in theme.outcome_domains]
    domains = pd.DataFrame(pairs, columns=["theme", "value"], dtype="string")
    rows = codings[codings["present"].astype(bool)].merge(domains, on="theme")
    places = passages[["passage_id", "start", "end"]]
    placed = rows[["passage_id", "story_id", "value", "by"]].merge(places, on="passage_id")
    by_people = placed["by"] == "human"
    known = placed.assign(
        field="life_domain",
        origin=by_people.map({True: "people", False: "machine"}),
        certain=by_people,
    )
    # What a person saw goes before what the machine saw earlier in the story.
    known = known.sort_values(["certain", "start"], ascending=[False, True], kind="stable")
    return known.drop_duplicates(["story_id", "value"])


def _from_words(stories: pd.DataFrame, passages: pd.DataFrame) -> pd.DataFrame:
    """Return the dates and steps that the words of the tellers mention."""
    told = dict(zip(stories["story_id"], stories["period"], strict=True))
    answers = passages[~passages["is_question"].astype(bool)]
    rows = []
    for passage in answers.itertuples():
        text, start = str(passage.text), int(str(passage.start))
        found = [("date", mention) for mention in dates_in(text, str(told[passage.story_id]))]
        found += [("step", mention) for mention in steps_in(text)]
        rows += [
            {
                "story_id": passage.story_id,
                "field": field,
                "value": mention.value,
                "origin": "text",
                "certain": mention.certain,
                "passage_id": passage.passage_id,
                "start": start + mention.start,
                "end": start + mention.end,
            }
            for field, mention in found
        ]
    return pd.DataFrame(rows)
