"""Candidate themes that the codebook does not name."""
