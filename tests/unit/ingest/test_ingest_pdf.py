"""PDF: visual lines become paragraphs and turns again."""

import pytest

from pipeline.domain import UserError
from pipeline.ingest import pdf


def test_lines_become_paragraphs_and_broken_words_whole(make):
    lines = [
        "Ik kwam de eerste maand alleen voor de wifi, want thuis was alles afge-",
        "sloten. Bij jullie op de gang had je twee streepjes en niemand vroeg iets.",
        "Dat was fijn.",
        "Toen kwam zij van de zorg- en welzijnsdienst, een vrouw met een rode jas en een zorg-",
        "en dossiermap. Ze zei dat ik mocht blijven.",
    ]
    draft = pdf.read(make.source("a.pdf", make.pdf([lines])))
    assert draft.text == (
        "Ik kwam de eerste maand alleen voor de wifi, want thuis was alles afgesloten. "
        "Bij jullie op de gang had je twee streepjes en niemand vroeg iets. Dat was fijn.\n\n"
        "Toen kwam zij van de zorg- en welzijnsdienst, een vrouw met een rode jas en een zorg- "
        "en dossiermap. Ze zei dat ik mocht blijven."
    )
    assert draft.problems == ()


def test_turns_start_on_their_label_across_pages(make):
    pages = [
        [
            "I: Hoe zag zo'n dag eruit, van de ochtend tot",
            "de avond?",
            "R: Slapen tot één. Dan naar",
        ],
        ["het plein.", "I: En dan?"],
    ]
    draft = pdf.read(make.source("a.pdf", make.pdf(pages)))
    assert draft.text == (
        "I: Hoe zag zo'n dag eruit, van de ochtend tot de avond?\n"
        "R: Slapen tot één. Dan naar het plein.\nI: En dan?"
    )


def test_headers_and_page_numbers_are_left_out_and_counted(make):
    pages = [["Verslag 2024", f"Dit is de tekst van blad {word} en niets", f"{n} van 3"]
             for n, word in enumerate(("een", "twee", "drie"), start=1)]  # fmt: skip
    draft = pdf.read(make.source("a.pdf", make.pdf(pages)))
    assert "Verslag" not in draft.text
    assert "van 3" not in draft.text
    assert [word in draft.text for word in ("een", "twee", "drie")] == [True] * 3
    assert draft.problems[0].code == "ingest.pdf_headers"
    assert draft.problems[0].values == {"count": 6}


def test_a_scan_is_refused_and_a_blank_page_reported(make):
    with pytest.raises(UserError) as caught:
        pdf.read(make.source("a.pdf", make.pdf([[], []])))
    assert caught.value.problems[0].code == "ingest.pdf_without_text"
    draft = pdf.read(make.source("a.pdf", make.pdf([["Tekst."], [], ["Meer."]])))
    assert draft.problems[0].code == "ingest.pdf_pages_without_text"
    assert draft.problems[0].values == {"pages": "2"}


def test_a_locked_pdf_and_a_false_one_are_refused(make):
    with pytest.raises(UserError) as caught:
        pdf.read(make.source("a.pdf", make.pdf([["Geheim."]], password="x")))
    assert caught.value.problems[0].code == "ingest.encrypted"
    with pytest.raises(UserError) as caught:
        pdf.read(make.source("a.pdf", b"dit is geen pdf"))
    assert caught.value.problems[0].code == "ingest.not_this_format"
