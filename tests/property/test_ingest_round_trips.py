"""What is written in any encoding or format is read back to the letter."""

import csv
import datetime as dt
import hashlib
import io

import docx
import odfdo
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain import Metadata
from pipeline.ingest import opendocument, plain, subtitles, tables, word
from pipeline.ingest.fields import merged
from pipeline.ingest.periods import parse_period
from pipeline.ingest.source import Source

DUTCH_WORDS = ("Zoë", "café", "één", "cliënt", "coördinatie", "Curaçao", "hè", "vóór", "knieën",
    "reünie", "‘weg’", "“nee…”", "€ 20", "ja,", "ik.", "z’n", "–", "\n", "Élise", "à")  # fmt: skip
DUTCH = st.lists(st.sampled_from(DUTCH_WORDS), min_size=1).map(" ".join).filter(str.strip)
ANY = st.text(
    st.characters(
        codec="utf-8", exclude_characters="\r\ufeff\ufffdÃâ", exclude_categories=["Cc", "Cs"]
    )
    | st.just("\n"),
    min_size=1,
).filter(lambda text: text.strip() != "")
# Office formats keep spaces, but not the control and private characters that XML forbids.
PARAGRAPH = st.text(st.sampled_from("abcdé😊. ?!'\"&<>"), min_size=1).filter(
    lambda t: t.strip() == t
)


def _source(name: str, data: bytes) -> Source:
    stem, suffix = name.split(".")
    return Source(name, stem, f".{suffix}", data, hashlib.sha256(data).hexdigest())


@given(ANY, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_unicode_text_survives_any_encoding(text, encoding):
    draft = plain.read(_source("a.txt", text.encode(encoding)))
    assert draft.text == text.rstrip()


@given(DUTCH, st.sampled_from(["\n", "\r\n", "\r"]))
def test_dutch_text_survives_windows_1252_and_its_line_ends(text, line_end):
    data = text.replace("\n", line_end).encode("cp1252")
    assert plain.read(_source("a.txt", data)).text == text.rstrip()


@given(st.lists(PARAGRAPH, min_size=1, max_size=6))
@settings(deadline=None, max_examples=30)
def test_paragraphs_survive_word_and_opendocument(paragraphs):
    word_file, odf_file = docx.Document(), odfdo.Document("text")
    odf_file.body.clear()
    for paragraph in paragraphs:
        word_file.add_paragraph(paragraph)
        odf_file.body.append(odfdo.Paragraph(paragraph))
    for reader, name, document in ((word, "a.docx", word_file), (opendocument, "a.odt", odf_file)):
        buffer = io.BytesIO()
        document.save(buffer)
        draft = reader.read(_source(name, buffer.getvalue()))
        assert draft.text == "\n\n".join(paragraphs)


@given(st.lists(ANY.map(str.strip), min_size=1, max_size=5))
def test_answers_survive_csv(answers):
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(["id", "tekst"])
    writer.writerows([number, answer] for number, answer in enumerate(answers))
    ingested = tables.read(_source("a.csv", buffer.getvalue().encode()))
    assert [story.text for story in ingested.stories] == answers


@given(st.lists(st.tuples(st.sampled_from(["I", "R", "Zoë"]), PARAGRAPH), min_size=1, max_size=8))
def test_subtitles_keep_every_word_and_exact_turns(said):
    cues = [
        f"00:00:{10 * n:02d}.000 --> 00:00:{10 * n + 5:02d}.000\n<v {speaker}>"
        + words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        for n, (speaker, words) in enumerate(said[:6])
    ]
    draft = subtitles.read(_source("a.vtt", ("WEBVTT\n\n" + "\n\n".join(cues) + "\n").encode()))
    assert draft.turns is not None
    position = 0
    for turn in draft.turns:
        assert turn.start == position
        assert draft.text[turn.start : turn.end].startswith(f"{turn.speaker}: ")
        position = turn.end + 1
    spoken = " ".join(
        draft.text[turn.start + len(turn.speaker) + 2 : turn.end] for turn in draft.turns
    )
    assert spoken == " ".join(words for _, words in said[:6])


@given(
    st.dates(
        min_value=dt.date(1900, 1, 1),
        max_value=dt.date(2100, 12, 31),
    )
)
def test_every_day_falls_in_its_quarter(day):
    expected = f"{day.year}K{(day.month - 1) // 3 + 1}"
    assert parse_period(day.isoformat()) == expected
    assert parse_period(f"{day.day}-{day.month}-{day.year}") == expected
    assert parse_period(expected) == expected


@given(st.text(), st.text(), st.sampled_from([True, False, None]))
def test_merging_metadata_never_empties_a_field(base, over, consent):
    result = merged(Metadata(wijk=base, consent=True), Metadata(wijk=over, consent=consent))
    assert result.wijk == (over or base)
    assert result.consent is (True if consent is None else consent)
