"""Simulations of the project's statistics on data whose truth is known."""
