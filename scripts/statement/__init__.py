"""The figures of the example study's data statement."""
