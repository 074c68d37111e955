import json

from pipeline.store.meetings import Meetings


def finding_of(study, theme):
    findings = study.table("findings")
    return findings.loc[(findings["theme"] == theme) & (findings["indicator"] == "uitval")].iloc[0]


def test_first_a_finding_is_chosen(study, open_page, shown):
    page = shown(open_page("vergadering"))
    assert "Kies hierboven een bevinding." in page
    assert "Er zijn nog geen verslagen." in page


def test_a_record_keeps_the_evidence_of_the_day(study, open_page, shown):
    finding = finding_of(study, "steun")
    app = open_page("vergadering", bevinding=finding["finding_id"])
    assert [area.label.split(":")[0] for area in app.text_area] == [
        "Herkennen", "Verklaren", "Waarderen", "Verbeteren",
    ]  # fmt: skip
    app.text_area[0].input("Ja, in <Noord> zeker.")
    app.button[0].click().run()
    assert not app.exception
    (meeting,) = Meetings(study.study.folder).all()
    assert meeting.answers["recognise"] == "Ja, in <Noord> zeker."
    assert meeting.results_key == study.key
    (frozen,) = meeting.findings
    assert frozen.finding_id == finding["finding_id"]
    assert frozen.simulated
    assert "−0,80" in frozen.sentence
    quotes = study.table("quotes")
    mine = quotes[quotes["finding_id"] == finding["finding_id"]]
    assert sorted(quote.passage_id for quote in frozen.quotes) == sorted(mine["passage_id"])
    texts = study.table("stories").set_index("story_id")["text"]
    assert all(quote.words in texts[quote.story_id] for quote in frozen.quotes)
    assert "Ja, in &lt;Noord&gt; zeker." in shown(app)


def test_the_record_is_one_file_without_script(study, open_page):
    app = open_page("vergadering", bevinding=finding_of(study, "steun")["finding_id"])
    app.button[0].click().run()
    (path,) = (study.study.folder / "meetings").glob("*.json")
    raw = json.loads(path.read_text(encoding="utf-8"))
    assert raw["fiction"] is True
    assert raw["answers"] == dict.fromkeys(["recognise", "explain", "value", "improve"], "")
