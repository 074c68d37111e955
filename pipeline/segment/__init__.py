"""Stories cut into the passages that are coded."""
