"""Suggests themes for passages, says how sure it is, and measures itself against people."""
