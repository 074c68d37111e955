"""Candidate themes that the codebook does not name."""

from pipeline.discovery.discover import MIN_PASSAGES, Discovery, discover

__all__ = ["MIN_PASSAGES", "Discovery", "discover"]
