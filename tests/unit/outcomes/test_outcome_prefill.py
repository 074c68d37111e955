"""What stories already tell: values with the place they come from."""

import pandas as pd
import pytest

from pipeline.domain import Codebook, Theme
from pipeline.domain.tables import CODINGS, PASSAGES
from pipeline.outcomes import prefilled_records
from pipeline.outcomes.mentions import STEPS, dates_in, steps_in
from pipeline.text import texts

TEXT = (
    "Wanneer bent u aangemeld?\n"
    "Op 9 januari heeft ze me aangemeld. Schuldhulp is niet aangevraagd.\n"
    "Sinds maart 2024 gaat het beter, ik ben begonnen met een cursus."
)


def _dates(text: str, told: str = "2024K2") -> list[tuple[str, bool]]:
    return [(mention.value, mention.certain) for mention in dates_in(text, told)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("op 21 mei 2008", [("2008-05-21", True)]),
        ("17-02-2006", [("2006-02-17", True)]),
        ("17-2-24", [("2024-02-17", True)]),
        ("24-05 belde ze", [("2024-05-24", False)]),
        ("op 14 november", [("2023-11-14", False)]),
        ("in juni en in juli", [("2024-06", False), ("2023-07", False)]),
        ("30 juni", [("2024-06-30", False)]),
        ("1 juli", [("2023-07-01", False)]),
        ("31 februari en 31-06-2024", []),
        ("telefoon 06-12-34-56", []),
        ("kamer 12-40", []),
        ("in 2023 en meisje", []),
    ],
)
def test_dates(text, expected):
    assert _dates(text) == expected


def test_a_date_without_year_needs_a_quarter():
    assert _dates("op 14 november en 3 maart 2021", told="") == [("2021-03-03", True)]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("Zij heeft me aangemeld", ["registered"]),
        ("Ik heb het contract getekend.", ["signed"]),
        ("Hij heeft met zijn vinger een straat getekend.", []),
        ("Toen hebben we niks getekend, geen contract.", []),
        ("Als ik ben begonnen met school", []),
        ("Het is begonnen met een wasmachine", []),
        ("Mijn diploma heb ik gehaald!", ["graduated"]),
        (
            "Ze heeft me doorverwezen naar de schuldhulp en ik heb het aangevraagd",
            ["applied", "referred"],
        ),
    ],
)
def test_steps(text, steps):
    assert [mention.value for mention in steps_in(text)] == steps


@pytest.fixture
def study(make_stories):
    """Return one story of a question, two answers, and codings by people and the machine."""
    stories = make_stories(
        [{"story_id": "s", "participant": "p", "wijk": "Oost", "period": "2024K2"}]
    ).assign(text=TEXT)
    lines, start, rows = TEXT.split("\n"), 0, []
    for number, line in enumerate(lines, start=1):
        rows.append((f"s.{number}", "s", number, start, start + len(line), line, number == 1))
        start += len(line) + 1
    columns = ["passage_id", "story_id", "number", "start", "end", "text", "is_question"]
    passages = pd.DataFrame(rows, columns=columns)
    passages = PASSAGES.conform(
        passages.assign(speaker="", source_start=passages["start"], source_end=passages["end"])
    )
    codings = [
        ("s.2", "s", "geld", True, "machine"),
        ("s.3", "s", "geld", True, "human"),
        ("s.3", "s", "werk", False, "human"),
        ("s.3", "s", "leren", True, "machine"),
    ]
    frame = pd.DataFrame(codings, columns=["passage_id", "story_id", "theme", "present", "by"])
    return stories, passages, CODINGS.conform(frame.assign(coder="x"))


CODEBOOK = Codebook(
    "t",
    1,
    (
        Theme("geld", "Geld", "d", outcome_domains=("schulden", "schuldsanering")),
        Theme("werk", "Werk", "d", outcome_domains=("werk",)),
        Theme("leren", "Leren", "d", outcome_domains=("schooluitval",)),
    ),
)


def test_a_record_by_field(study):
    table = prefilled_records(*study, CODEBOOK)
    assert set(table["participant"]) == {"p"}
    values = table.groupby("field")["value"].apply(list).to_dict()
    assert values == {
        "wijk": ["Oost"],
        "period": ["2024K2"],
        "life_domain": ["schulden", "schuldsanering", "schooluitval"],
        "date": ["2024-01-09", "2024-03"],
        "step": ["registered", "started"],
    }


def test_every_value_from_the_text_stands_there(study):
    table = prefilled_records(*study, CODEBOOK)
    words = {
        row.value: TEXT[row.start : row.end]
        for row in table[table["origin"] == "text"].itertuples()
    }
    assert words == {
        "2024-01-09": "9 januari",
        "2024-03": "maart 2024",
        "registered": "Op 9 januari heeft ze me aangemeld",
        "started": "Sinds maart 2024 gaat het beter, ik ben begonnen met een cursus",
    }


def test_what_people_saw_goes_before_what_the_machine_saw(study):
    table = prefilled_records(*study, CODEBOOK).set_index("value")
    assert table.loc["schulden", ["origin", "passage_id"]].tolist() == ["people", "s.3"]
    assert table.loc["schooluitval", "origin"] == "machine"
    assert not table.loc["schooluitval", "certain"]
    assert not table.loc["2024-01-09", "certain"]


def test_nothing_told_gives_an_empty_table(study):
    stories, passages, codings = study
    table = prefilled_records(stories.iloc[:0], passages.iloc[:0], codings.iloc[:0], CODEBOOK)
    assert len(table) == 0
    assert "value" in table.columns


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_step_has_a_name(language):
    assert all(texts(language).has(f"outcomes.step.{step}") for step in STEPS)
