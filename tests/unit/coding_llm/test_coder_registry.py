"""Coders by name: what is there, what is missing, and what a study makes of each."""

import json
import re
import sys
import types

import numpy as np
import pandas as pd
import pytest

from pipeline.coding import Wish, choose_coder, code_study, coder_names
from pipeline.coding.codebook_check import check_codebook
from pipeline.coding.registry import check_name
from pipeline.config import CodingSection, FrequencySection, LlmSection
from pipeline.console import show_coders
from pipeline.domain import Codebook, Theme, UserError
from pipeline.domain.tables import LABELS, PASSAGES
from pipeline.embedding import _load
from pipeline.explorer.coder_view import coder_sentence
from pipeline.outcomes import prevalence, story_themes
from pipeline.store import Cache, open_study
from pipeline.text import problem_sentence, texts

WORDS = ("bleef", "belde", "soep", "bus", "regen", "hond")
BOOK = Codebook(
    "Proef", 1, (Theme("steun", "Steun", "Iemand bleef."), Theme("moed", "Moed", "Ik belde."))
)


class FakeSentenceTransformer:
    """Counts words: what the package would do, as far as the program asks it."""

    def __init__(self, folder, device, local_files_only):
        assert (device, local_files_only) == ("cpu", True)

    def encode(self, texts, convert_to_numpy, show_progress_bar):
        assert convert_to_numpy
        return np.array([[0.1 + text.lower().count(word) for word in WORDS] for text in texts])

    def get_sentence_embedding_dimension(self):
        return len(WORDS)


@pytest.fixture
def model_folder(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"model_type": "bert"}))
    return folder


@pytest.fixture
def with_package(monkeypatch):
    fake = types.ModuleType("sentence_transformers")
    fake.SentenceTransformer = FakeSentenceTransformer
    fake.__spec__ = types.SimpleNamespace(name="sentence_transformers")
    monkeypatch.setitem(sys.modules, "sentence_transformers", fake)
    _load.cache_clear()
    yield
    _load.cache_clear()


@pytest.fixture
def without_package(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    _load.cache_clear()


def wish(coder, model="", **llm):
    return Wish(BOOK, CodingSection(coder=coder, model=str(model)), LlmSection(**llm))


def study(stories=30):
    """Stories of two passages: the first carries a theme by turns, the second none."""
    passages, labels = [], []
    for number in range(stories):
        start, name = 0, f"s{number:02d}"
        theme = ("steun", "moed")[number % 2]
        said = ("Zij bleef bij mij.", "Ik belde zelf.")[number % 2]
        other = WORDS[2 + number % 4].title()
        pairs = [(f"{other} was er op dag {number}. {said}", theme), (f"{other}, {number}.", "")]
        for place, (text, coded) in enumerate(pairs, 1):
            passages.append(
                {
                    "passage_id": f"{name}.{place}", "story_id": name, "number": place,
                    "start": start, "end": start + len(text), "source_start": start,
                    "source_end": start + len(text), "speaker": "", "is_question": False,
                    "text": text,
                }
            )  # fmt: skip
            labels.append(
                {"passage_id": f"{name}.{place}", "theme": coded, "coder": "adjudicated",
                 "decision": "present"}
            )  # fmt: skip
            start += len(text) + 1
    return PASSAGES.conform(pd.DataFrame(passages)), LABELS.conform(pd.DataFrame(labels))


def refused(chosen):
    with pytest.raises(UserError) as caught:
        choose_coder(chosen)
    (problem,) = caught.value.problems
    return problem_sentence(problem)


def test_an_unknown_coder_names_the_ones_there_are(tmp_path):
    with pytest.raises(UserError) as caught:
        check_name("gpt")
    assert "builtin, llm, sentence_transformer" in problem_sentence(caught.value.problems[0])
    (tmp_path / "study.toml").write_text(
        '[study]\nid = "p"\ntitle = "P"\n[coding]\ncoder = "gpt"\n', encoding="utf-8"
    )
    with pytest.raises(UserError) as caught:
        open_study(tmp_path)
    shown = problem_sentence(caught.value.problems[0])
    assert "coding.coder" in shown
    assert all(name in shown for name in coder_names())


def test_a_missing_package_is_named_with_its_command(without_package, model_folder):
    shown = refused(wish("sentence_transformer", model_folder))
    assert "pip install sentence-transformers" in shown
    assert not coder_names()["sentence_transformer"]


def test_a_model_that_is_not_there_or_not_named(with_package, tmp_path):
    assert "hf download" in refused(wish("sentence_transformer", "er/niet"))
    assert "[coding]: model" in refused(wish("sentence_transformer"))
    assert "[llm]: model" in refused(wish("llm"))


def test_a_study_is_coded_with_a_model_by_its_path(with_package, model_folder):
    passages, labels = study()
    chosen = wish("sentence_transformer", model_folder)
    coded = code_study(passages, labels, BOOK, chosen.coding, None, 1, fitting=choose_coder(chosen))
    assert coded.description["coder"] == "sentence_transformer"
    assert coded.description["model"] == str(model_folder)
    assert coded.description["dimension"] == len(WORDS)
    quality = coded.quality.set_index(["unit", "theme"])
    assert quality.loc[("passage", "(micro)"), "f1"] == 1.0
    some = labels[labels["passage_id"] < "s20"]
    coded = code_study(passages, some, BOOK, chosen.coding, None, 1, fitting=choose_coder(chosen))
    machine = coded.codings[coded.codings["by"] == "machine"]
    assert set(machine["coder"]) == {"sentence_transformer"}
    found = machine[machine["present"]].merge(labels, on=["passage_id", "theme"])
    assert len(found) == machine["present"].sum() == 10
    texts_of = passages.set_index("passage_id")
    for row in machine[machine["present"]].to_dict("records"):
        passage = texts_of.loc[row["passage_id"]]
        first = row["evidence_start"] - passage["start"]
        last = row["evidence_end"] - passage["start"]
        assert passage["text"][first:last] in ("Zij bleef bij mij.", "Ik belde zelf.")


def test_the_default_coders_version_is_part_of_what_results_depend_on(monkeypatch, tmp_path):
    from pipeline.run import coders

    (tmp_path / "study.toml").write_text('[study]\nid = "p"\ntitle = "P"\n', encoding="utf-8")
    settings = open_study(tmp_path).settings
    before = coders.coder_identity(settings)
    monkeypatch.setattr(coders, "default_version", lambda: "ander")
    assert coders.coder_identity(settings) != before


def test_answers_outlive_a_run_with_another_coder(tmp_path):
    cache = Cache(tmp_path)
    cache.value("oud", "k", lambda: 1)
    cache.answers.mkdir()
    (cache.answers / "een.json").write_text("{}")
    later = Cache(tmp_path)
    later.value("nieuw", "k", lambda: 1)
    later.prune()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["answers", "nieuw-k"]


def test_a_story_read_in_part_counts_as_not_coded(server, make_coder, frame, protocol):
    """Story S2's last passage gets no answer: S2 is left out of shares, not counted as absent."""

    def behave(number, body):
        if any("Zo ging het" in each["passage"] for each in protocol.passages_asked(body)):
            return protocol.Reply(status=500)
        return protocol.honest_reply(body)

    server.behave = behave
    coder = make_coder(batch=1, attempts=1)

    class Fits:
        def fit(self, left_out=frozenset()):
            return coder

    passages = PASSAGES.conform(frame)
    book = protocol.codebook
    settings = CodingSection(coder="llm", min_examples=1)
    coder = coder.calibrated(frame, *_all_known(frame, protocol))
    coded = code_study(
        passages, LABELS.empty(), book, settings, None, 1, fitting=lambda _: (Fits(), {})
    )
    codings = coded.codings
    silent = codings[codings["machine_silent"]]
    assert set(silent["passage_id"]) == {"S2.14"}
    assert [problem.values["n"] for problem in coded.problems] == [1]
    second = codings[codings["story_id"] == "S2"]
    assert not second["present"].any()
    assert second.loc[second["machine_present"].fillna(False), "in_doubt"].all()
    stories = pd.DataFrame({"story_id": ["S1", "S2"], "participant": ["p", "q"]}).assign(
        wijk="Noord", period="2024K1"
    )
    assert set(story_themes(codings, stories, book.ids)["story_id"]) == {"S1"}
    counted = prevalence(codings, stories, passages, book, FrequencySection(groups=()), 1, set())
    assert counted.set_index("theme")["estimate"].to_dict() == {"steun": 1, "moed": 1, "drempel": 1}


def _all_known(frame, protocol):
    from pipeline.coding.labels import Truth

    present = np.array([[s in t for s in protocol.sentences.values()] for t in frame["text"]])
    known = np.repeat(~frame[["is_question"]].to_numpy(bool), 3, axis=1)
    return Truth(known, present & known), np.arange(len(frame)) % 2


def test_the_codebooks_examples_are_not_asked_of_who_reads_them_in_the_prompt(server, make_coder):
    book = Codebook("P", 1, (Theme("steun", "Steun", "Er was iemand.", examples=("Zij kwam.",)),))
    assert check_codebook(book, make_coder()).empty
    assert server.bodies == []


def test_the_list_of_coders_says_which_is_used_and_what_is_missing(capsys):
    from rich.console import Console

    console = Console(width=200)
    show_coders(console, {"builtin": True, "sentence_transformer": False}, "builtin", "nl")
    shown = capsys.readouterr().out
    assert re.search(r"builtin: .* – in gebruik", shown)
    assert re.search(r"sentence_transformer: .*pip install sentence-transformers", shown)
    assert shown.count("in gebruik") == 1


@pytest.mark.parametrize(
    ("coder", "words"),
    [
        ({}, "–"),
        ({"coder": "builtin", "builds_on": "base"}, "bouwt voort op verhalen van elders"),
        ({"coder": "builtin", "builds_on": ""}, "leerde alleen van de coderingen"),
        (
            {"coder": "llm", "model": "m7", "host": "127.0.0.1", "prompt": "nl_list_1",
             "repeats": 3, "calibrated": True},
            "taalmodel m7 op 127.0.0.1, met prompt nl_list_1; 3 antwoord(en) per passage. "
            "De kansen zijn geijkt",
        ),
        ({"coder": "llm", "model": "m7"}, "niet geijkt"),
        ({"coder": "sentence_transformer", "model": "mijn/model"}, "vectoren van mijn/model"),
    ],
)  # fmt: skip
def test_who_coded_is_said_in_a_sentence(coder, words):
    assert words in coder_sentence(coder, texts("nl"))
