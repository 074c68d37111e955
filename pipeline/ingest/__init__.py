"""Files of the formats that users have, read into stories."""
