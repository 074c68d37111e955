"""The coder that comes with the program: what a study may build on, and what a file keeps."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from pipeline.coding import code_passages, code_study, default_coders, default_version
from pipeline.coding.artefact import from_arrays, read_coder, to_arrays
from pipeline.coding.defaults import fingerprints
from pipeline.coding.fitting import FoldModels
from pipeline.coding.frame import prepare
from pipeline.coding.implicit import plain_words
from pipeline.coding.labels import Truth
from pipeline.config import CodingSection
from pipeline.domain import Codebook, Theme, UserError
from pipeline.domain.tables import LABELS, PASSAGES

BOOK = Codebook("Proef", 1, (Theme("geld", "Geld", "Schulden zijn geregeld."),))
MONEY = "De deurwaarder kwam met een aanmaning, maar nu loopt er een regeling voor de schuld {}."
OTHER = "Het regende de hele dag en de bus kwam te laat, zoals altijd op lijn {}."


def table(stories, prefix):
    rows = []
    for number in range(stories):
        start = 0
        for place, text in enumerate((MONEY, OTHER), start=1):
            words = text.format(prefix * 3)
            rows.append(
                {
                    "passage_id": f"{prefix}{number}.{place}", "story_id": f"{prefix}{number}",
                    "number": place, "start": start, "end": start + len(words),
                    "source_start": start, "source_end": start + len(words), "speaker": "",
                    "is_question": False, "text": words,
                }
            )  # fmt: skip
            start += len(words) + 1
    return PASSAGES.conform(pd.DataFrame(rows))


def coder(prefix, stories=9, prior=None):
    frame = prepare(table(stories, prefix))
    present = frame["passage_id"].str.endswith(".1").to_numpy(dtype=bool)[:, None]
    folds = np.repeat(np.arange(stories) % 3, 2)
    truth = Truth(np.ones_like(present), present)
    return FoldModels(frame, truth, folds, BOOK.ids, prior).fit(), frame


@pytest.fixture
def models(tmp_path):
    """A folder with a base trained on stories b and a full trained on stories f."""
    base, base_frame = coder("b")
    full, full_frame = coder("f", prior=base)
    folder = tmp_path / "themes_nl"
    folder.mkdir()
    np.savez_compressed(folder / "base.npz", **to_arrays(base))
    np.savez_compressed(folder / "full.npz", **to_arrays(full))
    seen = {
        "full": fingerprints(full_frame["words"].tolist()),
        "base": fingerprints(base_frame["words"].tolist()),
    }
    np.savez_compressed(folder / "seen.npz", **seen)
    return tmp_path


def test_a_coder_comes_back_from_its_arrays_as_it_was():
    base, frame = coder("b")
    full, _ = coder("f", prior=base)
    again = from_arrays(to_arrays(full), from_arrays(to_arrays(base), None))
    before, after = full.suggest(frame), again.suggest(frame)
    np.testing.assert_allclose(before.probability, after.probability, atol=2e-3)
    assert again.examples.tolist() == [18]
    assert again.describe()["prior"]["examples"] == {"geld": 9}


def test_another_format_or_lexicon_is_refused(tmp_path):
    arrays = to_arrays(coder("b")[0])
    arrays["situations"] = np.frombuffer(b"one\ntwo", dtype=np.uint8)
    np.savez_compressed(tmp_path / "base.npz", **arrays)
    with pytest.raises(UserError) as caught:
        read_coder(tmp_path / "base.npz")
    assert caught.value.problems[0].code == "coding.model_unreadable"
    assert caught.value.problems[0].file == "base.npz"


def test_a_file_that_is_no_model_is_refused(tmp_path):
    (tmp_path / "base.npz").write_text("geen model")
    with pytest.raises(UserError):
        read_coder(tmp_path / "base.npz")


@pytest.mark.parametrize(("prefix", "name"), [("n", "full"), ("f", "base"), ("b", "")])
def test_a_study_builds_on_the_most_experienced_coder_that_never_saw_it(models, prefix, name):
    defaults = default_coders(models)
    assert defaults.for_study(prepare(table(2, prefix)))[1] == name


def test_without_models_there_is_no_default(tmp_path):
    assert default_coders(tmp_path) is None
    assert default_version(tmp_path) == ""


def test_the_version_follows_the_files(models):
    before = default_version(models)
    assert before == default_version(models) != ""
    (models / "themes_nl" / "seen.npz").write_bytes(b"other")
    assert default_version(models) != before


def test_a_study_without_codings_is_coded_by_the_default(models):
    passages = table(2, "n")
    settings = CodingSection(folds=3, min_examples=5)
    coded = code_study(passages, LABELS.empty(), BOOK, settings, None, 1, None, models)
    assert coded.description["builds_on"] == "full"
    present = coded.codings[coded.codings["present"]]
    assert present["passage_id"].tolist() == ["n0.1", "n1.1"]
    defaults = default_coders(models)
    expected = defaults.full.suggest(prepare(passages)).probability[:, 0]
    got = coded.model.suggest(prepare(passages)).probability[:, 0]
    np.testing.assert_allclose(got, expected, atol=1e-9)


def test_fingerprints_see_through_signs_and_case_but_not_short_texts():
    one = fingerprints(["De deurwaarder kwam met een aanmaning, maar nu loopt er een regeling!"])
    two = fingerprints(["de deurwaarder kwam met een aanmaning maar nu loopt er een regeling 12"])
    assert one.tolist() == two.tolist()
    assert fingerprints(["Ja hoor."]).size == 0


def test_loose_files_are_coded_with_spans_that_point_at_the_text(models):
    passages = table(2, "n")
    passages.loc[1, "is_question"] = True
    coder_ = default_coders(models).full

    def lemmatise(texts):
        return [tuple(word.replace("schulden", "schuld") for word in words)
                for words in plain_words(texts)]  # fmt: skip

    rows, problems = code_passages(passages, coder_, BOOK, lemmatise=lemmatise)
    assert problems == []
    assert [row["story"] for row in rows] == ["n0", "n0", "n1", "n1"]
    assert rows[0]["themes"][0]["present"]
    assert rows[1]["themes"] == []
    assert not rows[3]["themes"][0]["present"]
    evidence = rows[0]["evidence"][0]
    start = rows[0]["start"]
    assert rows[0]["text"][evidence["start"] - start : evidence["end"] - start] == evidence["text"]
    assert rows[0]["implicit"] == []  # "schuld" names the theme


def test_a_coder_does_not_change_once_it_is_fitted():
    with pytest.raises(dataclasses.FrozenInstanceError):
        coder("b")[0].sure = 0.1  # type: ignore[misc]
