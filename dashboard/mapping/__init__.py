"""A timeline as a folium map and as one HTML page that opens without a network."""
