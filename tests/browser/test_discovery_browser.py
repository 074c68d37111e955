"""From the map of passages to a theme that the next run codes and counts."""

import random

import pytest

from pipeline.store import Journal, Results, open_study

pytestmark = pytest.mark.browser

SUBJECTS = {
    "hond": ("hond", "riem", "park", "baasje", "poot", "kwispelen", "vacht", "asiel", "puppy"),
    "brief": ("brief", "bank", "rekening", "schuld", "incasso", "geld", "huur", "deurwaarder"),
}
OPENINGS = ("Toen dacht ik aan", "Het ging weer over", "Elke week was er", "Ik zag alleen nog")
CODEBOOK = """version: 1
title: Proef
language: nl
themes:
  - id: brieven
    label: Brieven
    definition: Post van instanties.
    include: Een brief of rekening.
    exclude: Iets anders.
    example: De brief van de bank.
    example_implicit: Hij lag weer op de mat.
    outcome_domains: []
    polarity: critical
"""
NAME, THEME = "Een dier in huis", "een_dier_in_huis"


def told(number):
    """Four passages, of both subjects in turn; no two are the same."""
    rng = random.Random(number)
    for name in ("hond", "brief", "hond", "brief"):
        words = rng.sample(SUBJECTS[name], 6)
        yield f"{rng.choice(OPENINGS)} {' en '.join(words)}, zo was dat bij ons."


@pytest.fixture
def small_run(tmp_path, vertellen):
    """Twenty short stories about dogs and letters, with a codebook that knows letters only."""
    folder = tmp_path / "klein"
    vertellen("new", folder)
    (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    rows = ["story_id,participant,genre,teller,age_band,programme,question,wijk,period,consent"]
    for number in range(1, 21):
        name = f"K-{number:02d}"
        text = "\n\n".join(told(number))
        (folder / "stories" / f"{name}.txt").write_text(text, encoding="utf-8")
        rows.append(f"{name},P-{number:02d},brief,ouder,,,,Noord,2024K1,ja")
    (folder / "metadata.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    vertellen("run", folder)
    return folder


def frame_of(points, box):
    """Return where a frame starts and ends on the screen, around these points of the map."""
    reach = 1.05

    def pixel(x, y):
        left = box["x"] + (x + reach) / (2 * reach) * box["width"]
        return left, box["y"] + (reach - y) / (2 * reach) * box["height"]

    x, y = points["x"], points["y"]
    return pixel(x.min() - 0.03, y.max() + 0.03), pixel(x.max() + 0.03, y.min() - 0.03)


def test_from_the_map_to_a_theme_that_the_next_run_counts(small_run, make_server, vertellen, page):
    results = Results(open_study(small_run))
    points = results.table("map").merge(results.table("passages"), on="passage_id")
    dogs = points[points["text"].str.contains("|".join(SUBJECTS["hond"]))]
    assert len(dogs) == 40
    server = make_server(small_run)
    page.goto(f"{server.url}/ontdekken?deel=kaart&rol=onderzoeker")
    page.locator("[data-testid=stVegaLiteChart] svg").wait_for()
    page.wait_for_timeout(1000)
    plot = page.locator(
        "[data-testid=stVegaLiteChart] svg .mark-group.role-frame .background"
    ).first
    (left, top), (right, bottom) = frame_of(dogs, plot.bounding_box())
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, (top + bottom) / 2, steps=5)
    page.mouse.move(right, bottom, steps=5)
    page.mouse.up()
    page.get_by_text("Gekozen: ").wait_for()
    page.get_by_role("tab", name="Maak er een thema van").click()
    page.get_by_role("textbox", name="Uw naam of initialen").fill("AB")
    page.get_by_role("textbox", name="Naam van het thema").fill(NAME)
    page.get_by_role("textbox", name="Wat valt eronder?").fill("Een huisdier dat er is.")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Vink alles aan").click()
    page.get_by_text("Aangevinkt: 30 passages.").wait_for()
    page.get_by_role("button", name="Zet in het codeboek").click()
    page.get_by_text(f"AB maakte het thema ‘{NAME}’ zelf, met 30 passages").wait_for()
    page.get_by_text("Besluiten over thema's die nog niet zijn meegerekend: 1.").wait_for()
    assert "AB" not in page.url and NAME not in page.url

    vertellen("run", small_run)
    again = Results(open_study(small_run))
    theme = again.codebook.theme(THEME)
    assert (again.codebook.version, theme.label) == (2, NAME)
    codings = again.table("codings")
    own = codings[(codings["theme"] == THEME) & codings["present"]]
    assert (own["by"] == "human").sum() == 30
    assert set(own.loc[own["by"] == "human", "coder"]) == {"person:AB"}
    machine = codings[(codings["theme"] == THEME) & (codings["by"] == "machine")]
    alike = machine["passage_id"].isin(dogs["passage_id"])
    assert machine.loc[alike, "probability"].min() > machine.loc[~alike, "probability"].max()
    counted = again.table("frequencies").query("group_kind == 'all'").set_index("theme").loc[THEME]
    assert counted["k"] == own["story_id"].nunique()
    page.goto(f"{server.url}/themas?thema={THEME}&rol=onderzoeker")
    page.get_by_text("Een huisdier dat er is.").first.wait_for()
    page.goto(f"{server.url}/ontdekken?deel=besluiten&rol=onderzoeker")
    page.get_by_text(f"{NAME} ({THEME})").wait_for()
    assert page.get_by_text("nog niet zijn meegerekend").count() == 0
    assert page.problems == []
    journal = Journal(open_study(small_run).journal_url)
    assert list(journal.history()["kind"]) == ["candidate"]
    journal.close()
