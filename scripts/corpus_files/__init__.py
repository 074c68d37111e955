"""Writers of the example study's files; every one gives the same bytes each time."""
