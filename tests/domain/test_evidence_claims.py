"""What is noted of a photograph by what its camera claims."""

import pytest

from command_center.domain.evidence.claims import (
    APART_M,
    OLD_MS,
    REFUSED_MS,
    Claims,
    Verdict,
    flags_of,
)
from command_center.domain.site.map.geography import to_wgs84
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


HOUR = 3_600_000


@pytest.mark.parametrize(
    ("seen", "of_camera", "another_day"),
    [
        (claims(), True, False),
        (claims(taken_at=NOON - REFUSED_MS), True, False),
        (claims(taken_at=NOON - REFUSED_MS - 1), True, True),
        (claims(taken_at=NOON - 90 * 24 * HOUR, added_at=NOON - 90 * 24 * HOUR), True, True),
        (claims(taken_at=NOON + 2 * REFUSED_MS), True, True),
        # What the camera wrote is often taken out by the phone: then the file itself must be new.
        (claims(camera=False, taken_at=None, saved_at=NOON - 20_000), True, False),
        (claims(taken_at=None, saved_at=NOON), True, False),
        (claims(camera=False, taken_at=None, saved_at=NOON - OLD_MS - 1), False, False),
        (claims(camera=False, taken_at=None, saved_at=NOON - 9 * 24 * HOUR), False, True),
        (claims(camera=False, taken_at=None), False, False),
    ],
)
def test_a_fresh_picture_is_of_a_camera_and_an_old_one_of_another_day(
    seen: Claims, of_camera: bool, another_day: bool
) -> None:
    known = Verdict("image/jpeg", tuple(flags_of(seen, SITE)), "p1", seen)
    assert known.of_camera is of_camera
    assert known.of_another_day(NOON) is another_day
