"""However labels and sample fall, what may be learned from holds nothing of the sample."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.coding.audit import AuditLabelsRefusedError, refuse_audit, split_audit
from pipeline.coding.sampling import audit_sample

STORIES = st.lists(st.sampled_from([f"s{n}" for n in range(9)]), min_size=1, unique=True)


@settings(deadline=None)
@given(STORIES, st.data())
def test_no_label_of_the_sample_ever_teaches(stories, data):
    names = [f"{story}.{place}" for story in stories for place in (1, 2)]
    passages = pd.DataFrame(
        {"passage_id": names, "story_id": [name.split(".")[0] for name in names]}
    )
    labels = pd.DataFrame({"passage_id": data.draw(st.lists(st.sampled_from(names)))}, dtype=str)
    size = data.draw(st.integers(1, len(stories)))
    sample = audit_sample(pd.DataFrame({"story_id": stories}), size, data.draw(st.integers(0, 99)))
    teaching, blind = split_audit(labels, passages, sample)
    drawn = set(sample["story_id"])
    assert not {name.split(".")[0] for name in teaching["passage_id"]} & drawn
    assert {name.split(".")[0] for name in blind["passage_id"]} <= drawn
    assert len(teaching) + len(blind) == len(labels)
    refuse_audit(teaching, passages, sample)
    if len(blind):
        with pytest.raises(AuditLabelsRefusedError):
            refuse_audit(pd.concat([teaching, blind.head(1)]), passages, sample)
