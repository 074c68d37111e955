"""Names and other identifying strings replaced by stable pseudonyms."""
