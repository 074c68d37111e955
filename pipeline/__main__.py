"""``python -m pipeline`` is ``vertellen``."""

from pipeline.cli import main

main()
