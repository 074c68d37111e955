import importlib.util
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
_SPEC = importlib.util.spec_from_file_location("small_study", ROOT / "tests" / "small_study.py")
small = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(small)

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE = 120_000


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class Server:
    """The explorer of one study on a free port of this computer."""

    def __init__(self, folder: Path, role: str = "onderzoeker") -> None:
        self.folder = folder
        self.role = role
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    def start(self) -> None:
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        command += ["--server.port", str(self.port)]
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={
                **os.environ,
                "VERTELLEN_STUDY": str(self.folder),
                "VERTELLEN_ROLE": self.role,
            },
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def _wait(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2) as answer:
                    if answer.status == 200:
                        return
            except OSError:
                time.sleep(0.2)
        raise TimeoutError("the explorer did not start")

    def kill(self) -> None:
        """End the server at once, as a crash would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@pytest.fixture(scope="session")
def browser_server():
    """Serve the explorer of a study folder; whoever asks ends it."""
    return Server


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("there is no Chromium here")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """The explorer of the small study; nothing is written into it."""
    folder = tmp_path_factory.mktemp("small") / "proef"
    small.publish_small(folder)
    running = Server(folder)
    yield running
    running.kill()


@pytest.fixture
def own_server(tmp_path):
    """The explorer of a small study of this test's own."""
    folder = tmp_path / "proef"
    small.publish_small(folder)
    running = Server(folder)
    yield running
    running.kill()


@pytest.fixture
def make_server():
    """Start the explorer of any study; it ends with the test."""
    running = []

    def started(folder):
        running.append(Server(folder))
        return running[-1]

    yield started
    for server in running:
        server.kill()


@pytest.fixture
def page(chromium):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    opened.problems = []
    opened.on("pageerror", lambda error: opened.problems.append(str(error)))
    yield opened
    context.close()


@pytest.fixture
def phone(chromium):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def small_study():
    return small
