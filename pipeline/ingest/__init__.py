"""Files of the formats that users have, read into stories."""

from pipeline.ingest.codebook import read_codebook
from pipeline.ingest.codings import Codings, read_codings
from pipeline.ingest.files import read_file, story_files
from pipeline.ingest.metadata import join_metadata
from pipeline.ingest.source import Ingested

__all__ = [
    "Codings",
    "Ingested",
    "join_metadata",
    "read_codebook",
    "read_codings",
    "read_file",
    "story_files",
]
