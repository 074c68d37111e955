"""A story cut into passages, and codings brought to them."""

from pipeline.segment.align import align
from pipeline.segment.passages import segment

__all__ = ["align", "segment"]
