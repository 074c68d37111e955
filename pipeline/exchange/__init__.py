"""Projects and tables of other programs."""
