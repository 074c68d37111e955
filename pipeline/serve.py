"""Serves the explorer on this computer only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pipeline
from pipeline.domain import Problem, Severity, UserError
from pipeline.domain.readers import Role
from pipeline.store import Study

APP = Path(pipeline.__file__).parents[1] / "app.py"


def serve(study: Study, port: int, role: Role = Role.BOARD) -> None:
    """Run the explorer until Ctrl-C.

    Parameters
    ----------
    study
        The study to show.
    port
        Port on the loopback address; nothing listens elsewhere.
    role
        Who reads when the address does not say; anyone can choose another.

    Raises
    ------
    UserError
        If the server ends by itself, for instance because the port is taken.
    """
    command = [sys.executable, "-m", "streamlit", "run", str(APP)]
    options = {
        "server.address": "127.0.0.1",
        "server.port": str(port),
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    reader = {"VERTELLEN_STUDY": str(study.folder), "VERTELLEN_ROLE": role.value}
    environment = {**os.environ, **reader}
    try:
        ended = subprocess.run([*command, *flags], env=environment, cwd=APP.parent, check=False)
    except KeyboardInterrupt:
        return
    if ended.returncode not in (0, -2, 130):
        values = {"port": port}
        raise UserError(Problem("cli.explore.failed", Severity.BLOCKS, values=values))
