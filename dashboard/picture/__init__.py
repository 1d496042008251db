"""The picture: what is reported as of a date, worked out from the statements alone."""
