"""A timeline as a folium map and as one HTML page that opens without a network."""

from dashboard.mapping.page import render_page

__all__ = ["render_page"]
