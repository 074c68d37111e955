"""The explorer: one module a page. It shows results and computes nothing."""
