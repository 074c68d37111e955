"""Word, OpenDocument and plain text: every word of the story, in order."""

import pytest

from pipeline.domain import UserError
from pipeline.ingest import opendocument, plain, word
from pipeline.ingest.paragraphs import join_paragraphs, join_row

LETTER = ["Lieve Anna,", "", "Het gaat goed.\nEcht waar.", "  ", "Groet, Zoë"]
TALK = ["I: Hoe gaat het?", "", "R: Goed.", "I: Fijn."]


@pytest.mark.parametrize(("reader", "kind"), [(word, "docx"), (opendocument, "odt")])
def test_a_letter_has_blank_lines_between_paragraphs(make, reader, kind):
    data = getattr(make, kind)(LETTER)
    draft = reader.read(make.source(f"brief.{kind}", data))
    assert draft.text == "Lieve Anna,\n\nHet gaat goed.\nEcht waar.\n\nGroet, Zoë"
    assert draft.problems == ()


@pytest.mark.parametrize(("reader", "kind"), [(word, "docx"), (opendocument, "odt")])
def test_turns_stand_line_under_line(make, reader, kind):
    draft = reader.read(make.source(f"gesprek.{kind}", getattr(make, kind)(TALK)))
    assert draft.text == "I: Hoe gaat het?\nR: Goed.\nI: Fijn."


def test_word_keeps_inserted_and_linked_words_and_drops_deleted_ones(make):
    data = make.docx_with(
        "<w:p><w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr>"
        "<w:r><w:t xml:space='preserve'>Ik </w:t></w:r>"
        "<w:del><w:r><w:delText>nooit </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t xml:space='preserve'>ging </w:t></w:r></w:ins>"
        "<w:moveFrom><w:r><w:t>elders </w:t></w:r></w:moveFrom>"
        "<w:sdt><w:sdtContent><w:r><w:t xml:space='preserve'>naar </w:t></w:r></w:sdtContent>"
        "</w:sdt>"
        "<w:hyperlink><w:r><w:t>school</w:t></w:r></w:hyperlink>"
        "<w:r><w:tab/><w:t>en</w:t><w:br/><w:t>oud</w:t><w:noBreakHyphen/><w:t>leerling</w:t>"
        "<w:br w:type='page'/></w:r></w:p>"
    )
    assert word.read(make.source("a.docx", data)).text == "Ik ging naar school\ten\noud-leerling"


def test_word_writes_emoji_as_an_alternative_and_they_are_kept(make):
    data = make.docx_with(
        "<w:p><w:r><w:t xml:space='preserve'>Top </w:t></w:r><w:r><mc:AlternateContent>"
        "<mc:Choice Requires='w16se'/><mc:Fallback><w:t>😊</w:t></mc:Fallback>"
        "</mc:AlternateContent></w:r></w:p>"
    )
    assert word.read(make.source("a.docx", data)).text == "Top 😊"


def test_word_says_so_when_text_boxes_are_left_out(make):
    data = make.docx_with(
        "<w:p><w:r><w:t>Gewoon.</w:t></w:r><w:r><w:pict><v:shape><v:textbox><w:txbxContent>"
        "<w:p><w:r><w:t>In een kader.</w:t></w:r></w:p>"
        "</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    draft = word.read(make.source("a.docx", data))
    assert draft.text == "Gewoon."
    assert [problem.code for problem in draft.problems] == ["ingest.left_out"]


def test_a_transcript_in_a_word_table_becomes_turns(make):
    def cell(text):
        return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"

    talk = [("I", "Hoe gaat het?"), ("R:", "Goed."), ("I", "Fijn.")]
    rows = "".join(f"<w:tr>{cell(who)}{cell(what)}</w:tr>" for who, what in talk)
    data = make.docx_with(f"<w:tbl>{rows}</w:tbl>")
    assert word.read(make.source("a.docx", data)).text == "I: Hoe gaat het?\nR: Goed.\nI: Fijn."


def test_a_table_in_a_cell_is_read_once(make):
    inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>binnen</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    outer = (
        f"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>buiten</w:t></w:r></w:p>{inner}</w:tc></w:tr></w:tbl>"
    )
    assert word.read(make.source("a.docx", make.docx_with(outer))).text == "buiten\nbinnen"


def test_odt_drops_deleted_words_and_notes_and_keeps_spaces(make):
    data = make.odt_with(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>weg</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        "<text:h>Mijn  jaar</text:h>"
        "<text:p>Ik <text:span>ging<text:s text:c='2'/>naar</text:span>\n   school<text:tab/>en"
        "<text:line-break/>terug<text:note><text:note-body><text:p>voetnoot</text:p>"
        "</text:note-body></text:note>.</text:p>"
        "<text:list><text:list-item><text:p>punt</text:p></text:list-item></text:list>"
    )
    draft = opendocument.read(make.source("a.odt", data))
    assert draft.text == "Mijn jaar\n\nIk ging  naar school\ten\nterug.\n\npunt"
    assert [problem.code for problem in draft.problems] == ["ingest.left_out"]


def test_a_transcript_in_an_odt_table_becomes_turns(make):
    def cell(text):
        return f"<table:table-cell><text:p>{text}</text:p></table:table-cell>"

    talk = [("I", "Hoe gaat het?"), ("R", "Goed."), ("I", "Fijn.")]
    rows = "".join(
        f"<table:table-row>{cell(who)}{cell(what)}</table:table-row>" for who, what in talk
    )
    data = make.odt_with(f"<table:table>{rows}</table:table>")
    assert opendocument.read(make.source("a.odt", data)).text == "\n".join(
        ["I: Hoe gaat het?", "R: Goed.", "I: Fijn."]
    )


@pytest.mark.parametrize(("reader", "name"), [(word, "a.docx"), (opendocument, "a.odt")])
@pytest.mark.parametrize("data", [b"gewoon tekst", b"PK\x03\x04 kapot", b"PK\x05\x06" + b"\0" * 18])
def test_what_only_bears_the_name_is_refused(make, reader, name, data):
    with pytest.raises(UserError) as caught:
        reader.read(make.source(name, data))
    assert caught.value.problems[0].code == "ingest.not_this_format"


@pytest.mark.parametrize(
    ("reader", "kind", "part"),
    [(word, "docx", "word/document.xml"), (opendocument, "odt", "content.xml")],
)
def test_broken_xml_inside_is_refused(make, reader, kind, part):
    data = make.repacked(getattr(make, kind)(["x"]), {part: b"<open>"})
    with pytest.raises(UserError) as caught:
        reader.read(make.source(f"a.{kind}", data))
    assert caught.value.problems[0].code == "ingest.not_this_format"


def test_plain_text_is_kept_as_it_is_but_for_the_very_end(make):
    draft = plain.read(make.source("a.md", "  # Kop\r\n\r\n*tekst*\t\r\n\r\n"))
    assert draft.text == "  # Kop\n\n*tekst*"


def test_paragraphs_that_only_look_like_turns_keep_their_blank_lines():
    assert join_paragraphs(["Betreft: verslag", "Ze kwam."]) == "Betreft: verslag\n\nZe kwam."


def test_a_table_row_that_is_no_turn_keeps_its_columns():
    assert join_row(["12 maart", " gebeld ", "", "geen gehoor"]) == "12 maart\tgebeld\tgeen gehoor"
    assert join_row(["Betreft", "verhuizing"]) == "Betreft\tverhuizing"
