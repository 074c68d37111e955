import importlib.util
from pathlib import Path

import pytest

_SPEC = importlib.util.spec_from_file_location(
    "small_study", Path(__file__).parents[2] / "small_study.py"
)
small = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(small)


@pytest.fixture(scope="session")
def results(tmp_path_factory):
    return small.publish_small(tmp_path_factory.mktemp("small") / "proef")
