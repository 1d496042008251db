"""How QGIS draws the layers of a GeoPackage: a style for each, which it loads by itself."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

STYLES = Path(__file__).parent / "qgis"

# The table as QGIS makes it, which looks for a layer's style in it by these names.
_TABLE = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
    f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))
)
"""
_CONTENTS = """
INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES ('layer_styles', 'attributes',
    'layer_styles')
"""
_STYLE = """
INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column,
    styleName, styleQML, styleSLD, useAsDefault, description, owner)
SELECT '', '', table_name, column_name, 'Tidemark', ?, '', 1, ?, ''
FROM gpkg_geometry_columns WHERE table_name = ?
"""
_DESCRIPTIONS = {
    "territorial_claims": "By what is claimed: takes, holds, loses, contests, threatens",
    "displacement_figures": "By category, the area of the circle by the quantity",
}


def add_styles(path: Path) -> None:
    """Add the styles of its layers to a GeoPackage, each as its layer's default."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_TABLE)
        connection.execute(_CONTENTS)
        for layer, description in _DESCRIPTIONS.items():
            style = (STYLES / f"{layer}.qml").read_text(encoding="utf-8")
            connection.execute(_STYLE, (style, description, layer))
