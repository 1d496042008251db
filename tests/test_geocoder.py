"""What the offline geocoder does besides the contract of test_geocoder_contract."""

import pytest
from places_shipped import shipped

from dashboard.places import GazetteerGeocoder


class TestGazetteerGeocoder:
    def geocoder(self) -> GazetteerGeocoder:
        return GazetteerGeocoder(shipped())

    @pytest.mark.parametrize(
        ("query", "address"),
        [
            ("Mosul, Iraq", "Mosul, Nineveh, Iraq"),
            ("Oxford, Mississippi", "Oxford, Mississippi, United States"),
            ("Long Beach, CA", "Long Beach, California, United States"),
            ("Nineveh", "Nineveh, Iraq"),
            ("Washington, D.C.", "Washington, District of Columbia, United States"),
        ],
    )
    def test_what_stands_behind_a_comma_contains_the_place(self, query: str, address: str) -> None:
        found = self.geocoder().geocode(query)
        assert found is not None
        assert found.address == address

    def test_a_container_that_does_not_contain_it_gives_none(self) -> None:
        assert self.geocoder().geocode("Mosul, France") is None

    def test_country_codes_narrow_it_down(self) -> None:
        paris = self.geocoder().geocode("Paris", country_codes="us", exactly_one=False, limit=2)
        assert len(paris) == 2
        assert {location.raw["country"] for location in paris} == {"US"}
        assert self.geocoder().geocode("Mosul", country_codes=["fr", "de"]) is None

    def test_raw_is_the_place(self) -> None:
        found = self.geocoder().geocode("Mosul")
        assert found.raw["id"] == "geonames:99072"
        assert found.raw["kind"] == "city"

    def test_a_place_without_a_point_has_no_location(self) -> None:
        assert self.geocoder().geocode("Soviet Union") is None
