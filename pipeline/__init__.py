"""Tellen & Vertellen: count, and tell."""
