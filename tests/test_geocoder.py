"""The contract that every geocoder of ours keeps: geopy's, offline."""

import pytest
from geopy.exc import GeocoderQueryError
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point
from places_shipped import shipped

from dashboard.places import GazetteerGeocoder


class GeocoderContract:
    """What every geocoder has to do. A subclass says which one, and what it knows."""

    def geocoder(self) -> Geocoder:
        raise NotImplementedError

    def test_it_is_a_geocoder_of_geopy(self) -> None:
        assert isinstance(self.geocoder(), Geocoder)

    def test_a_name_gives_one_location(self) -> None:
        found = self.geocoder().geocode("Mosul")
        assert isinstance(found, Location)
        assert (found.latitude, found.longitude) == pytest.approx((36.335, 43.119), abs=0.1)

    def test_several_on_request(self) -> None:
        found = self.geocoder().geocode("Mosul", exactly_one=False)
        assert isinstance(found, list)
        assert isinstance(found[0], Location)

    @pytest.mark.parametrize("exactly_one", [True, False])
    def test_none_where_nothing_is_found(self, exactly_one: bool) -> None:
        assert self.geocoder().geocode("Qwertyville", exactly_one=exactly_one) is None

    def test_a_point_gives_what_is_near(self) -> None:
        found = self.geocoder().reverse((36.34, 43.13))
        assert isinstance(found, Location)
        assert "Iraq" in found.address


class TestGazetteerGeocoder(GeocoderContract):
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

    @pytest.mark.parametrize("query", ["", "  ", None, 7])
    def test_an_empty_query_is_an_error_of_geopy(self, query: object) -> None:
        with pytest.raises(GeocoderQueryError):
            self.geocoder().geocode(query)

    @pytest.mark.parametrize("query", ["nowhere at all", (1000, 5), None])
    def test_what_is_no_point_is_an_error_of_geopy(self, query: object) -> None:
        with pytest.raises(GeocoderQueryError):
            self.geocoder().reverse(query)

    def test_points_as_geopy_takes_them(self) -> None:
        for query in (Point(36.34, 43.13), "36.34, 43.13", (36.34, 43.13)):
            assert self.geocoder().reverse(query).raw["country"] == "IQ"
