"""The example study is read whole, and its codings lie exactly on its passages."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline.config import load_settings
from pipeline.domain import Severity
from pipeline.ingest import join_metadata, read_codebook, read_codings, read_file, story_files
from pipeline.segment import align, segment

CORPUS = Path(__file__).parents[3] / "corpus"


@pytest.fixture(scope="module")
def study():
    paths = load_settings(CORPUS).paths
    read = [read_file(path, CORPUS) for path in story_files(CORPUS / paths.stories)]
    joined = join_metadata(
        [story for ingested in read for story in ingested.stories], CORPUS / paths.metadata
    )
    codebook = read_codebook(CORPUS / paths.codebook)
    codings = read_codings(CORPUS / paths.codings, joined.stories, codebook)
    problems = [problem for ingested in (*read, joined, codings) for problem in ingested.problems]
    return joined.stories, codings.table, problems


def test_nothing_is_skipped_and_every_story_knows_its_district_and_period(study):
    stories, _, problems = study
    assert [problem for problem in problems if problem.severity is not Severity.NOTICE] == []
    assert len({story.id for story in stories}) == len(stories) == 136
    assert all(story.metadata.wijk and story.metadata.period for story in stories)


def test_every_coding_is_about_exactly_one_passage_whole(study):
    stories, codings, _ = study
    passages = pd.DataFrame(
        {"passage_id": p.id, "story_id": p.story_id, "source_start": p.start, "source_end": p.end}
        for story in stories
        for p in segment(story)
    )
    assert len(passages) == 1657
    aligned, problems = align(codings, passages)
    assert problems == []
    assert len(aligned) == len(codings) >= 3 * len(passages)
    exact = aligned.merge(passages, on=["passage_id", "story_id"])
    assert exact["start"].equals(exact["source_start"].astype("Int64"))
    assert exact["end"].equals(exact["source_end"].astype("Int64"))
