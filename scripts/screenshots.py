"""Take a picture of every page of a study that has been run.

``python scripts/screenshots.py corpus docs/screenshots`` writes one PNG per page and width. It
needs Chromium (Debian's package ``chromium``) and the test packages.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
PAGES = {
    "bevindingen": "/",
    "bevinding": "/?bevinding=spearman.juiste_zetje.vsv",
    "themas": "/themas",
    "woorden": "/verhalen?bevinding=story_share.juiste_zetje",
    "verhaal": "/verhalen?verhaal=A-007",
    "paar": "/tellen-en-vertellen?thema=juiste_zetje&cijfer=vsv&rondleiding=school.3",
    "vergadering": "/vergadering?bevinding=spearman.juiste_zetje.vsv&rondleiding=school.5",
    "lezingen": "/twee-lezingen",
    "registratie": "/registratie",
    "ontdekken": "/ontdekken",
    "coderen": "/coderen",
    "betrouwbaarheid": "/betrouwbaarheid",
    "over": "/over",
}
WIDTHS = (390, 1280, 1920)
SCHEMES = ("light", "dark")
CONTENT_HEIGHT = "document.querySelector('[data-testid=stMainBlockContainer]').scrollHeight + 80"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


@contextmanager
def served(study: Path) -> Iterator[str]:
    """Serve a study on a free port and give its address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    reader = {"VERTELLEN_ROLE": "onderzoeker"}
    environment = {**os.environ, **reader, "VERTELLEN_STUDY": str(study.resolve())}
    server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/_stcore/health")
        yield address
    finally:
        server.terminate()
        server.wait()


def shoot(browser: Browser, address: str, to: Path, pages: list[str], widths: list[int]) -> None:
    """Write a PNG for each page, width and colour scheme."""
    for scheme in SCHEMES:
        for width in widths:
            context = browser.new_context(
                viewport={"width": width, "height": 1000}, color_scheme=scheme
            )
            page = context.new_page()
            for name in pages:
                page.goto(address + PAGES[name])
                page.locator("h1").first.wait_for(timeout=60_000)
                page.wait_for_timeout(2500)
                height = page.evaluate(CONTENT_HEIGHT)
                page.set_viewport_size({"width": width, "height": min(int(height), 5000)})
                page.wait_for_timeout(800)
                page.screenshot(path=to / f"{name}-{width}-{scheme}.png")
                page.set_viewport_size({"width": width, "height": 1000})
            context.close()


def _wait(address: str) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=2).close()
        except OSError:
            time.sleep(0.3)
        else:
            return
    raise TimeoutError("the explorer did not start")


def main() -> None:
    """Parse the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("study", type=Path)
    parser.add_argument("to", type=Path)
    parser.add_argument("--pages", nargs="*", default=list(PAGES), choices=list(PAGES))
    parser.add_argument("--widths", nargs="*", type=int, default=list(WIDTHS))
    arguments = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        parser.error("there is no Chromium here")
    arguments.to.mkdir(parents=True, exist_ok=True)
    with served(arguments.study) as address, sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        shoot(browser, address, arguments.to, arguments.pages, arguments.widths)
        browser.close()


if __name__ == "__main__":
    main()
