"""The whole way with a language model: the command ``code``, and runs of a small study.

Whatever the server does: what it says is right, or absent, never wrong and never double.
"""

import json
import random

import pandas as pd
import pytest

from pipeline.coding import audit_sample
from pipeline.domain import Codebook, UserError
from pipeline.run.code_files import code_files
from pipeline.run.coders import coder_wish
from pipeline.run.inputs import check
from pipeline.run.main import run
from pipeline.store import Journal, open_study, record_audit
from pipeline.text import problem_sentence

STORIES = 10
THEMES = ["steun", "moed", "drempel"]
CODEBOOK = "version: 1\ntitle: Proef\nlanguage: nl\nthemes:\n" + "".join(
    f"  - {{id: {name}, label: {name.title()}, definition: Gaat over {name}.}}\n" for name in THEMES
)
CODED = 7  # so many of the stories were read by people


def lines(number, sentences):
    """A question, and three passages of a story; the first two carry themes in turn."""
    first = sentences[THEMES[number % 3]]
    second = sentences[THEMES[(number + 1) % 3]]
    return [
        ("I: Hoe ging het verder?", ""),
        (f"R: Dat was in week {number}. {first}. En toen was het maandag.", THEMES[number % 3]),
        (f"R: Na {number} dagen kwam er post. {second}.", THEMES[(number + 1) % 3]),
        (f"R: Het was die dag {number} graden en we aten soep.", ""),
    ]


@pytest.fixture
def study_folder(server, protocol, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "keys"))
    folder = tmp_path / "proef"
    for name in ("stories", "codings", "outcomes"):
        (folder / name).mkdir(parents=True)
    (folder / "study.toml").write_text(
        '[study]\nid = "proef"\ntitle = "Proef"\nfiction = true\n[coding]\ncoder = "llm"\n'
        "folds = 3\nmin_examples = 3\n[pseudonyms]\nenabled = false\n"
        f'[llm]\nendpoint = "{server.url}"\nmodel = "proef"\nattempts = 1\nbatch = 3\n'
        "parallel = 1\ntimeout = 20\n",
        encoding="utf-8",
    )
    (folder / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    (folder / "outcomes" / "indicators.toml").write_text("", encoding="utf-8")
    metadata = ["story_id,participant,genre,teller,age_band,programme,question,wijk,period,consent"]
    codings = ["story_id,start,end,theme,decision,evidence,sure"]
    for number in range(STORIES):
        name, text = f"S{number:02d}", ""
        metadata.append(f"{name},P-{number:03d},interview,jongere,16-18,werk,,Noord,2024K1,ja")
        for words, theme in lines(number, protocol.sentences):
            start, end = len(text), len(text) + len(words)
            if number < CODED:
                decision = "present" if theme else ""
                codings.append(f"{name},{start},{end},{theme},{decision},,")
            text += words + "\n"
        (folder / "stories" / f"{name}.txt").write_text(text, encoding="utf-8")
    (folder / "metadata.csv").write_text("\n".join(metadata) + "\n", encoding="utf-8")
    (folder / "codings" / "adjudicated.csv").write_text("\n".join(codings) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def loose_file(tmp_path, protocol):
    path = tmp_path / "los.txt"
    parts = [words for n in (20, 21) for words, _ in lines(n, protocol.sentences)]
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")
    return path


def misbehave(protocol, seed):
    """A server that is honest in one of six requests, and otherwise wrong in a way of its own."""
    chance = random.Random(seed)

    def invented(answer):
        for item in answer["passages"]:
            item["themes"].append({"theme": "hoop", "evidence": "we aten soep"})
        return protocol.Reply(json.dumps(answer))

    def misquoted(answer):
        for item in answer["passages"]:
            for theme in item["themes"]:
                theme["evidence"] = "Dit staat er niet."
        return protocol.Reply(json.dumps(answer))

    ways = [
        lambda answer: protocol.Reply(status=500),
        lambda answer: protocol.Reply(json.dumps(answer)[:-9]),
        lambda answer: protocol.Reply(json.dumps(answer), cut=True),
        invented,
        misquoted,
        lambda answer: protocol.Reply(json.dumps(answer)),
    ]
    return lambda number, body: chance.choice(ways)(protocol.honest(body))


def right(row, protocol):
    """What a row of ``vertellen code`` must say, as far as it says anything."""
    return {name for name in THEMES if protocol.sentences[name] in row["text"]}


def present(row):
    return [theme["theme"] for theme in row["themes"] if theme["present"]]


def checked(rows, protocol):
    """Check all rows and return how many passages have an answer."""
    assert len({(row["story"], row["start"]) for row in rows}) == len(rows)
    for row in rows:
        named = [theme["theme"] for theme in row["themes"]]
        assert len(named) == len(set(named))
        assert set(present(row)) == right(row, protocol) & set(named)
        assert {each["theme"] for each in row["evidence"]} == set(present(row))
        for each in row["evidence"]:
            assert each["text"] == protocol.sentences[each["theme"]]
            first = each["start"] - row["start"]
            assert row["text"][first : first + len(each["text"])] == each["text"]
    return sum(bool(row["themes"]) for row in rows)


def test_loose_files_are_coded_with_the_model_of_the_call(server, loose_file, protocol, vertellen):
    words = ("--coder", "llm", "--model", "proef", "--endpoint", server.url, "--json")

    def behave(number, body):
        """Answer as if the themes of the program's codebook were meant."""
        answer = protocol.honest(body)
        names = dict(zip(THEMES, ["vertrouwensband", "eigen_regie", "drempels"], strict=True))
        for item in answer["passages"]:
            item["themes"] = [each | {"theme": names[each["theme"]]} for each in item["themes"]]
        return protocol.Reply(json.dumps(answer))

    server.behave = behave
    shown = vertellen("code", loose_file, *words)
    rows = [json.loads(line) for line in shown.stdout.splitlines()]
    assert [present(row) for row in rows] == [
        [], ["drempels"], ["vertrouwensband"], [], [], ["vertrouwensband"], ["eigen_regie"], [],
    ]  # fmt: skip
    assert rows[1]["themes"][0]["probability"] is None
    quote = rows[1]["evidence"][0]
    text = loose_file.read_text(encoding="utf-8")
    assert text[quote["start"] : quote["end"]] == quote["text"] == protocol.sentences["drempel"]
    assert {body["model"] for body in server.bodies} == {"proef"}


def test_a_study_calibrates_what_its_model_says_of_loose_files(
    server, study_folder, loose_file, protocol, monkeypatch
):
    monkeypatch.setenv("VERTELLEN_LLM_API_KEY", "geheim")
    study = open_study(study_folder)
    rows, problems = code_files([loose_file], study)
    assert problems == []
    assert checked(rows, protocol) == 6
    for row in rows:
        for theme in row["themes"]:
            assert (theme["probability"] > 0.5) == theme["present"]
    asked = [each["passage"] for body in server.bodies for each in protocol.passages_asked(body)]
    assert len(asked) == len(set(asked)) == 3 * CODED + 6
    assert {body["_headers"]["Authorization"] for body in server.bodies} == {"Bearer geheim"}
    kept = [path.read_bytes() for path in study_folder.rglob("*") if path.is_file()]
    assert not [data for data in kept if b"geheim" in data]
    server.stop()
    assert code_files([loose_file], study) == (rows, [])


def test_the_audit_sample_teaches_nothing(server, study_folder, loose_file, protocol):
    study = open_study(study_folder)
    coded = pd.DataFrame({"story_id": [f"S{number:02d}" for number in range(CODED)]})
    journal = Journal(study.journal_url)
    record_audit(journal, audit_sample(coded, 2, seed=1), "")
    journal.close()
    code_files([loose_file], study)
    asked = [each["passage"] for body in server.bodies for each in protocol.passages_asked(body)]
    assert len(asked) == 3 * (CODED - 2) + 6


@pytest.mark.parametrize("seed", range(4))
def test_loose_files_by_a_server_that_misbehaves(seed, server, study_folder, loose_file, protocol):
    server.behave = misbehave(protocol, seed)
    rows, problems = code_files([loose_file], open_study(study_folder))
    answered = checked(rows, protocol)
    missing = [problem for problem in problems if problem.code == "llm.passages_missing"]
    assert 6 - answered == sum(int(problem.values["n"]) for problem in missing)
    server.behave = lambda number, body: protocol.honest_reply(body)
    rows, problems = code_files([loose_file], open_study(study_folder))
    assert checked(rows, protocol) >= answered


def codings_of(results):
    codings = results.table("codings").merge(
        results.table("passages")[["passage_id", "text", "start"]], on="passage_id"
    )
    assert not codings.duplicated(["passage_id", "theme"]).any()
    return codings


def check_codings(codings, sentences):
    """Every machine's word is right, and its evidence is the sentence itself."""
    machine = codings[(codings["by"] == "machine") & codings["machine_present"].notna()]
    for row in machine.to_dict("records"):
        carried = sentences[row["theme"]] in row["text"]
        if row["machine_present"]:
            assert carried
            first, last = row["evidence_start"] - row["start"], row["evidence_end"] - row["start"]
            assert row["text"][first:last] == sentences[row["theme"]]
        elif carried:
            assert row["in_doubt"]


def test_a_run_of_a_study_codes_every_story(server, study_folder, protocol, monkeypatch):
    results = run(open_study(study_folder))
    codings = codings_of(results)
    check_codings(codings, protocol.sentences)
    assert set(codings.loc[codings["by"] == "machine", "coder"]) == {"llm"}
    assert not codings["machine_silent"].any()
    found = codings[codings["present"]].groupby("story_id")["theme"].nunique()
    assert found.tolist() == [2] * STORIES
    manifest = results.manifest["coder"]
    assert manifest["coder"] == "llm"
    assert manifest["model"] == "proef"
    assert manifest["calibrated"]
    quality = results.table("quality").set_index(["unit", "theme"])
    assert quality.loc[("passage", "(micro)"), "f1"] == 1.0
    assert results.problems() == []
    before = len(server.bodies)
    assert run(open_study(study_folder)).key == results.key
    monkeypatch.setattr("pipeline.run.coders.default_version", lambda: "nieuwe modellen")
    assert run(open_study(study_folder)).key != results.key
    assert len(server.bodies) == before


def test_a_server_that_dies_in_a_run_leaves_stories_uncoded_and_the_next_run_goes_on(
    server, study_folder, protocol
):
    def dies(number, body):
        return protocol.honest_reply(body) if number <= 8 else protocol.Reply(status=503)

    server.behave = dies
    half = run(open_study(study_folder))
    codings = codings_of(half)
    check_codings(codings, protocol.sentences)
    (missing,) = [each for each in half.problems() if each.code == "llm.passages_missing"]
    assert missing.values == {"n": 6, "total": 30}
    silent = codings[codings["machine_silent"]]
    assert silent["passage_id"].nunique() == 6
    assert silent[["machine_present", "probability"]].isna().all(axis=None)
    uncoded = set(silent["story_id"])
    assert uncoded == {"S08", "S09"}
    assert not codings.loc[codings["story_id"].isin(uncoded), "present"].any()
    everyone = half.table("frequencies").query("group_kind == 'all'").set_index("theme")
    # S00-S06 by people, S07 by the machine: two in three of every three stories have a theme.
    assert everyone["k"].to_dict() == {"steun": 5, "moed": 6, "drempel": 5}
    asked = sum(len(protocol.passages_asked(body)) for body in server.bodies[:8])
    assert asked == 24
    server.behave = lambda number, body: protocol.honest_reply(body)
    before = len(server.bodies)
    whole = run(open_study(study_folder))
    again = [
        each["passage"] for body in server.bodies[before:] for each in protocol.passages_asked(body)
    ]
    assert len(again) == len(set(again)) == 6
    assert whole.problems() == []
    assert whole.key != half.key
    codings = codings_of(whole)
    check_codings(codings, protocol.sentences)
    found = codings[codings["present"]].groupby("story_id")["theme"].nunique()
    assert found.tolist() == [2] * STORIES


@pytest.mark.parametrize("seed", range(2))
def test_a_run_with_a_server_that_misbehaves(seed, server, study_folder, protocol):
    server.behave = misbehave(protocol, seed)
    codings = codings_of(run(open_study(study_folder)))
    check_codings(codings, protocol.sentences)
    assert (codings["by"] == "machine").any()


def test_a_server_elsewhere_is_refused_before_anything_is_sent(study_folder, server):
    path = study_folder / "study.toml"
    settings = path.read_text(encoding="utf-8")
    settings = settings.replace(server.url, "https://api.example.org/v1")
    for allowed in ("false", "true", '"ja, verhalen gaan naar example.org"'):
        path.write_text(f"{settings}allow_remote = {allowed}\n", encoding="utf-8")
        with pytest.raises(UserError) as caught:
            run(open_study(study_folder))
        shown = problem_sentence(caught.value.problems[0])
        assert 'allow_remote = "ja, verhalen gaan naar api.example.org"' in shown
    assert server.bodies == []


def test_files_with_names_never_leave_the_computer(study_folder, server, loose_file):
    path = study_folder / "study.toml"
    settings = path.read_text(encoding="utf-8")
    allowed = 'allow_remote = "ja, verhalen gaan naar api.example.org"'
    settings = settings.replace(server.url, "https://api.example.org/v1") + allowed
    path.write_text(settings, encoding="utf-8")
    with pytest.raises(UserError) as caught:
        code_files([loose_file], open_study(study_folder))
    shown = problem_sentence(caught.value.problems[0])
    assert "Daarom gaat er niets naar api.example.org" in shown


def test_no_server_at_all_is_said(study_folder, server):
    server.stop()
    with pytest.raises(UserError) as caught:
        run(open_study(study_folder))
    assert "niet te bereiken" in problem_sentence(caught.value.problems[0])


def test_a_model_must_be_named(study_folder):
    path = study_folder / "study.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('model = "proef"\n', ""))
    study = open_study(study_folder)
    with pytest.raises(UserError) as caught:
        run(study)
    assert [problem.code for problem in caught.value.problems] == ["llm.no_model"]
    assert [problem.code for problem in check(study)] == ["llm.no_model"]


def test_a_long_reading_is_shown_as_steps(study_folder):
    shown = []

    class Listener:
        def begin(self, stage, total):
            shown.append([stage, total, 0])

        def advance(self):
            shown[-1][2] += 1

    tell = coder_wish(open_study(study_folder).settings, Codebook("P", 1, ()), None, Listener())
    for done, total in ((4, 10), (8, 10), (10, 10), (3, 3), (2, 5), (5, 5)):
        tell.progress(done, total)
    assert shown == [["ask", 10, 10], ["ask", 3, 3], ["ask", 5, 5]]
