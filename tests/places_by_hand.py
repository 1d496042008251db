"""A small gazetteer for tests of the coder: names, their places, and mentions by their names."""

import re

from dashboard.model import Place, PlaceKind, PlaceMention

_CITIES = {
    "Sake": ("CD", "North Kivu"),
    "Goma": ("CD", "North Kivu"),
    "Bukavu": ("CD", "South Kivu"),
    "Bria": ("CF", None),
    "Ndele": ("CF", None),
    "Bor": ("SS", None),
    "Malakal": ("SS", None),
    "Adwa": ("ET", "Tigray"),
    "Axum": ("ET", "Tigray"),
    "Mekelle": ("ET", "Tigray"),
    "El Fasher": ("SD", "North Darfur"),
    "Nyala": ("SD", "South Darfur"),
    "Kherson": ("UA", None),
    "Izium": ("UA", None),
    "Lyman": ("UA", None),
    "Marawi": ("PH", None),
    "Lashio": ("MM", "Shan State"),
    "Idlib": ("SY", None),
    "Taftanaz": ("SY", None),
    "Cap-Haitien": ("HT", None),
    "Port-au-Prince": ("HT", None),
    "Sirte": ("LY", None),
    "Derna": ("LY", None),
    "Kismayo": ("SO", None),
    "Dhobley": ("SO", None),
    "Kidal": ("ML", None),
    "Gao": ("ML", None),
    "Kunduz": ("AF", None),
    "Lashkar Gah": ("AF", "Helmand"),
    "Bama": ("NG", None),
    "Gwoza": ("NG", None),
    "Hodeidah": ("YE", None),
    "Marib": ("YE", None),
    "Palma": ("MZ", None),
    "Aleppo": ("SY", None),
}
_AREAS = {
    "North Kivu": "CD",
    "South Kivu": "CD",
    "Tigray": "ET",
    "North Darfur": "SD",
    "South Darfur": "SD",
    "Helmand": "AF",
    "Helmand province": "AF",
    "Shan State": "MM",
    "Kherson region": "UA",
}
_COUNTRIES = {"Ukraine": "UA", "Russia": "RU", "Sudan": "SD", "Eritrea": "ER", "Mali": "ML"}


def _places():
    places = {
        name: Place(f"country:{iso}", name, PlaceKind.COUNTRY, iso)
        for name, iso in _COUNTRIES.items()
    }
    for name, iso in _AREAS.items():
        within = (f"country:{iso}",)
        places[name] = Place(f"area:{name}", name, PlaceKind.ADMIN1, iso, within=within)
    for name, (iso, area) in _CITIES.items():
        within = (*([f"area:{area}"] if area else []), f"country:{iso}")
        places[name] = Place(f"city:{name}", name, PlaceKind.CITY, iso, within=within)
    return places


PLACES = _places()
_NAMES = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, PLACES), key=len, reverse=True)) + r")\b"
)


def mentions_in(text):
    """Find the names of the small gazetteer in a text."""
    return [
        PlaceMention(m.start(), m.end(), m.group(), place=PLACES[m.group()])
        for m in _NAMES.finditer(text)
    ]
