"""Indicators, theme frequencies with margins, and associations between the two."""
