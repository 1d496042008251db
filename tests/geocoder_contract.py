"""What every geocoder of ours has to do, as geopy's own suite has it: test classes inherit it."""

import pytest
from geopy.exc import GeocoderQueryError, GeopyError
from geopy.geocoders.base import Geocoder
from geopy.location import Location
from geopy.point import Point

MOSUL = (36.34, 43.13)
PACIFIC = (-48.9, -123.4)  # the point of the sea farthest from all land


class GeocoderContract:
    """A subclass gives the geocoder, which has to know Mosul and two towns called Paris."""

    @pytest.fixture
    def geocoder(self) -> Geocoder:
        raise NotImplementedError

    def test_it_is_a_geocoder_of_geopy(self, geocoder: Geocoder) -> None:
        assert isinstance(geocoder, Geocoder)

    def test_one_location(self, geocoder: Geocoder) -> None:
        found = geocoder.geocode("Mosul")
        assert isinstance(found, Location)
        assert (found.latitude, found.longitude) == pytest.approx(MOSUL, abs=0.1)
        assert found.address.startswith("Mosul")
        assert isinstance(found.raw, dict)

    def test_several_on_request_the_first_of_which_is_the_one(self, geocoder: Geocoder) -> None:
        found = geocoder.geocode("Paris", exactly_one=False)
        assert isinstance(found, list)
        assert len(found) > 1
        assert found[0] == geocoder.geocode("Paris", exactly_one=True)
        assert len(geocoder.geocode("Paris", exactly_one=False, limit=1)) == 1

    @pytest.mark.parametrize("exactly_one", [True, False])
    def test_none_where_nothing_is_found(self, geocoder: Geocoder, exactly_one: bool) -> None:
        assert geocoder.geocode("Qwertyville", exactly_one=exactly_one) is None

    @pytest.mark.parametrize("codes", ["us", "US", ["us"], ["fj", "us"]])
    def test_within_countries(self, geocoder: Geocoder, codes: str | list[str]) -> None:
        found = geocoder.geocode("Paris", country_codes=codes)
        assert (found.latitude, found.longitude) == pytest.approx((33.66, -95.56), abs=0.1)
        assert geocoder.geocode("Paris", country_codes="fj") is None

    @pytest.mark.parametrize("query", ["الموصل", "Mosul\u200b", "  Mosul ", "MOSUL"])
    def test_names_in_any_script_and_dress(self, geocoder: Geocoder, query: str) -> None:
        found = geocoder.geocode(query)
        assert (found.latitude, found.longitude) == pytest.approx(MOSUL, abs=0.1)

    @pytest.mark.parametrize("query", ["'; DROP TABLE places; --", "\0", "a" * 5000, "%", "🗺"])
    def test_hostile_names_are_names_that_nothing_has(self, geocoder: Geocoder, query: str) -> None:
        assert geocoder.geocode(query) is None

    @pytest.mark.parametrize("query", ["", "  ", "\n", None, 7, b"Mosul"])
    def test_no_name_is_an_error_of_geopy(self, geocoder: Geocoder, query: object) -> None:
        with pytest.raises(GeocoderQueryError):
            geocoder.geocode(query)

    @pytest.mark.parametrize("query", [MOSUL, Point(*MOSUL), "36.34, 43.13"])
    def test_a_point_gives_what_is_near(self, geocoder: Geocoder, query: object) -> None:
        found = geocoder.reverse(query)
        assert isinstance(found, Location)
        assert "Iraq" in found.address
        several = geocoder.reverse(query, exactly_one=False)
        assert isinstance(several, list)
        assert several[0] == found

    @pytest.mark.parametrize("exactly_one", [True, False])
    def test_nothing_is_out_at_sea(self, geocoder: Geocoder, exactly_one: bool) -> None:
        assert geocoder.reverse(PACIFIC, exactly_one=exactly_one) is None

    @pytest.mark.filterwarnings("ignore:Latitude normalization")
    @pytest.mark.parametrize("query", ["nowhere at all", (95, 5), (1000, 5), None, float("nan")])
    def test_no_point_is_an_error_of_geopy(self, geocoder: Geocoder, query: object) -> None:
        with pytest.raises(GeocoderQueryError):
            geocoder.reverse(query)

    def test_its_errors_are_those_of_geopy(self, geocoder: Geocoder) -> None:
        with pytest.raises(GeopyError):
            geocoder.geocode("")
        with pytest.raises(ValueError, match="is no name"):
            geocoder.geocode("")

    def test_a_timeout_is_taken(self, geocoder: Geocoder) -> None:
        assert geocoder.geocode("Mosul", timeout=9) is not None
        assert geocoder.reverse(MOSUL, timeout=9) is not None
