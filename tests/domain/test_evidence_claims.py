"""What is noted of a photograph by what its camera claims."""

import pytest

from command_center.domain.evidence.claims import APART_M, OLD_MS, Claims, flags_of
from command_center.domain.site.geography import to_wgs84
from tests.support.small_site import small_site

SITE = small_site()
PLACE = SITE.valves[0] if SITE.valves else SITE.tanks[0]
NOON = 1_796_000_000_000


def claims(*, east_m: float = 0, **more: object) -> Claims:
    """Of a picture of the place, so many metres east of it, taken and added at noon."""
    lat, lon = to_wgs84(SITE.anchor, PLACE.x + east_m, PLACE.y)
    given = {
        "camera": True,
        "taken_at": NOON,
        "added_at": NOON,
        "lat": lat,
        "lon": lon,
        "place": PLACE.id,
    }
    return Claims.model_validate({**given, **more})


@pytest.mark.parametrize(
    ("seen", "flags"),
    [
        (claims(), []),
        (claims(added_at=NOON + OLD_MS), []),
        (claims(added_at=NOON + OLD_MS + 1), ["old"]),
        (claims(added_at=NOON - OLD_MS - 1), ["old"]),  # a camera that runs ahead
        (claims(camera=False), ["no_camera"]),
        (claims(taken_at=None), ["no_camera"]),
        (claims(east_m=APART_M - 1), []),
        (claims(east_m=APART_M + 1), ["elsewhere"]),
        (claims(lat=None), []),  # without a position nothing is said of the place
        (claims(place=None, east_m=5_000), []),
        (claims(east_m=5_000, added_at=NOON + 2 * OLD_MS), ["old", "elsewhere"]),
    ],
)
def test_what_does_not_fit_is_flagged(seen: Claims, flags: list[str]) -> None:
    assert flags_of(seen, SITE) == flags
