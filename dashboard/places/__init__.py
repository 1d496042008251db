"""Places: the gazetteer, the geocoder, and the names in a text."""
