"""Opt-in: a real model in llama.cpp codes ten passages of the example study.

Run with ``VERTELLEN_LLM_MODEL=/path/to/model.gguf``, and llama.cpp's ``llama-server`` on PATH or
its path in ``VERTELLEN_LLAMA_SERVER``.
"""

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

import httpx
import numpy as np
import pandas as pd
import pytest

from pipeline.coding.frame import prepare
from pipeline.coding.llm import FolderCache, LanguageModelSettings, language_model_coder
from pipeline.ingest import read_codebook

CORPUS = Path(__file__).parents[3] / "corpus"
MODEL = os.environ.get("VERTELLEN_LLM_MODEL", "")
PROGRAM = os.environ.get("VERTELLEN_LLAMA_SERVER") or shutil.which("llama-server")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not MODEL, reason="VERTELLEN_LLM_MODEL names no model file (.gguf)"),
    pytest.mark.skipif(
        not PROGRAM,
        reason="llama.cpp's llama-server is neither on PATH nor in VERTELLEN_LLAMA_SERVER",
    ),
]


@pytest.fixture(scope="module")
def endpoint():
    assert Path(MODEL).is_file(), "VERTELLEN_LLM_MODEL names a file that is not there"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [PROGRAM, "-m", MODEL, "--host", "127.0.0.1", "--port", str(port), "-c", "16384"]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            assert running.poll() is None, "llama-server stopped; try the command by hand"
            try:
                ready = httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False)
            except httpx.TransportError:
                ready = None
            if ready is not None and ready.status_code == 200:
                break
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        running.terminate()
        running.wait(30)


@pytest.fixture(scope="module")
def ten_passages():
    rows = []
    for path in sorted((CORPUS / "stories" / "casusnotities").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for number, paragraph in enumerate(filter(str.strip, text.split("\n\n")), start=1):
            rows.append(
                {
                    "passage_id": f"{path.stem}.{number:02d}",
                    "story_id": path.stem,
                    "number": number,
                    "text": paragraph,
                    "speaker": "",
                    "is_question": False,
                }
            )
    return prepare(pd.DataFrame(rows[:10]))


@pytest.mark.parametrize("prompt", ["nl_list_1", "nl_each_1"])
def test_ten_passages_are_coded_with_literal_evidence(prompt, endpoint, ten_passages, tmp_path):
    settings = LanguageModelSettings(
        endpoint=endpoint, model="local", prompt=prompt, batch=2, parallel=1, timeout=600
    )
    codebook = read_codebook(CORPUS / "codebook.yaml")
    coder = language_model_coder(settings, codebook, FolderCache(tmp_path))
    readings = coder.read(ten_passages)
    assert readings.asked.sum() == 10
    assert readings.decided.any(axis=1).all()
    for row, column in zip(*np.nonzero(readings.present), strict=True):
        start, end = readings.start[row, column], readings.end[row, column]
        assert 0 <= start < end <= len(ten_passages["text"].iloc[row])
    requests = coder.reader.client.requests
    again = coder.read(ten_passages)
    assert coder.reader.client.requests == requests
    assert (again.present == readings.present).all()


def test_the_command_codes_ten_passages(endpoint, ten_passages, tmp_path, vertellen):
    path = tmp_path / "tien.txt"
    path.write_text("\n\n".join(ten_passages["text"]), encoding="utf-8")
    words = ("--coder", "llm", "--model", "local", "--endpoint", endpoint, "--json")
    rows = [json.loads(line) for line in vertellen("code", path, *words).stdout.splitlines()]
    assert len(rows) == 10
    text = path.read_text(encoding="utf-8")
    for row in rows:
        assert row["themes"]
        present = {theme["theme"] for theme in row["themes"] if theme["present"]}
        assert {quote["theme"] for quote in row["evidence"]} == present
        for quote in row["evidence"]:
            assert text[quote["start"] : quote["end"]] == quote["text"]
            assert row["start"] <= quote["start"] < quote["end"] <= row["end"]
