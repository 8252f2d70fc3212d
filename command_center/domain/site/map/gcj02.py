"""Converts WGS-84 to GCJ-02, the shifted coordinates of Chinese map tiles.

The shift is not published officially. These are the series that all open implementations share,
first published by the project "eviltransform" (https://github.com/googollee/eviltransform), whose
pairs the tests use; they agree with shifted maps to a metre or two. The ellipsoid is Krasovsky
1940. Outside China nothing is shifted.
"""

from math import cos, pi, radians, sin, sqrt

A = 6_378_245.0
"""Semi-major axis of Krasovsky 1940 in metres."""
E2 = 0.00669342162296594323
"""Its first eccentricity squared."""
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""The rectangle inside which tiles are shifted, in degrees."""


def to_gcj02(lat: float, lon: float) -> tuple[float, float]:
    """Returns the GCJ-02 (lat, lon) in degrees of a WGS-84 position."""
    if not (WEST <= lon <= EAST and SOUTH <= lat <= NORTH):
        return lat, lon
    north, east = _shift_m(lon - 105.0, lat - 35.0)
    s = 1 - E2 * sin(radians(lat)) ** 2
    per_degree_north = A * (1 - E2) / (s * sqrt(s)) * pi / 180
    per_degree_east = A / sqrt(s) * cos(radians(lat)) * pi / 180
    return lat + north / per_degree_north, lon + east / per_degree_east


def _shift_m(x: float, y: float) -> tuple[float, float]:
    """Returns the shift in metres north and east at x, y (degrees east of 105 E, north of 35 N)."""
    both = 20 * sin(6 * pi * x) + 20 * sin(2 * pi * x)
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (both + 20 * sin(pi * y) + 40 * sin(pi / 3 * y)) * 2 / 3
    north += (160 * sin(pi / 12 * y) + 320 * sin(pi / 30 * y)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (both + 20 * sin(pi * x) + 40 * sin(pi / 3 * x)) * 2 / 3
    east += (150 * sin(pi / 12 * x) + 300 * sin(pi / 30 * x)) * 2 / 3
    return north, east
