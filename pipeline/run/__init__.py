"""Composes the stages: the only place where they meet."""

from pipeline.run.inputs import Inputs, check, read_inputs
from pipeline.run.main import run
from pipeline.run.progress import Progress, Silence
from pipeline.run.reporting import write_report
from pipeline.run.scaffold import new_study

__all__ = [
    "Inputs",
    "Progress",
    "Silence",
    "check",
    "new_study",
    "read_inputs",
    "run",
    "write_report",
]
