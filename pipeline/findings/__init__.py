"""Findings with the quotes behind them and the story that contradicts."""
