"""Simulated outcomes of the invented city Havenrijk."""
