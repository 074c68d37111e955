"""Findings as a file that can be handed round."""
