"""Coordinates of Chinese map services turned into WGS 84 by published formulas.

GCJ-02 ("Mars coordinates") shifts WGS 84 by up to some 700 m inside China; BD-09 (Baidu) shifts GCJ-02 once more.
Neither transformation is published officially. The formulas used here are the ones in general use; the inverse is
found by iteration and gives the forward formula back to within 1e-9°, about 0.1 mm. How far the formulas are from the
official transformation is not known exactly; a few metres are reported, which a map of a city does not show.
CGCS2000 differs from WGS 84 by centimetres and is taken as it.
"""

from __future__ import annotations

from math import atan2, cos, pi, sin, sqrt

_A, _EE = 6378245.0, 0.00669342162296594323
"""Krasovsky 1940: semi-major axis in metres, and first eccentricity squared."""
_X_PI = pi * 3000.0 / 180.0
_NEAR = 1e-11
KNOWN = ("WGS84", "CGCS2000", "GCJ02", "BD09")


def to_wgs84(lon: float, lat: float, crs: str) -> tuple[float, float]:
    """Longitude and latitude in WGS 84, in degrees.

    Parameters
    ----------
    lon, lat : float
        Degrees.
    crs : str
        ``WGS84``, ``CGCS2000``, ``GCJ02`` or ``BD09``; blank is taken as WGS 84.

    Raises
    ------
    ValueError
        Another reference system, or no place on earth.

    References
    ----------
    The formulas of "eviltransform" (MIT), https://github.com/googollee/eviltransform, and of "coordtransform" (MIT),
    https://github.com/wandergis/coordtransform. Worked number: (116.404, 39.915) in WGS 84 is
    (116.41024449916938, 39.91640428150164) in GCJ-02, and that (116.41662724378733, 39.922699552216216) in BD-09.

    Examples
    --------
    >>> [round(x, 7) for x in to_wgs84(116.41024449916938, 39.91640428150164, "GCJ02")]
    [116.404, 39.915]
    >>> to_wgs84(121.5, 29.9, "CGCS2000")
    (121.5, 29.9)
    """
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        message = f"({lon}, {lat}) is no longitude and latitude in degrees"
        raise ValueError(message)
    if crs in ("", "WGS84", "CGCS2000"):
        return lon, lat
    if crs == "GCJ02":
        return _gcj02_back(lon, lat)
    if crs == "BD09":
        return _gcj02_back(*_bd09_back(lon, lat))
    message = f"unknown reference system {crs!r}"
    raise ValueError(message)


def gcj02(lon: float, lat: float) -> tuple[float, float]:
    """GCJ-02 of a place in WGS 84; outside the rectangle around China nothing is shifted.

    >>> gcj02(2.35, 48.85)
    (2.35, 48.85)
    """
    if not (72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271):
        return lon, lat
    x, y = lon - 105.0, lat - 35.0
    wave = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    north += (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320 * sin(y * pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    east += (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    turn = lat / 180.0 * pi
    magic = 1 - _EE * sin(turn) ** 2
    north = north * 180.0 / ((_A * (1 - _EE)) / (magic * sqrt(magic)) * pi)
    east = east * 180.0 / (_A / sqrt(magic) * cos(turn) * pi)
    return lon + east, lat + north


def bd09(lon: float, lat: float) -> tuple[float, float]:
    """BD-09 of a place in GCJ-02."""
    far = sqrt(lon * lon + lat * lat) + 0.00002 * sin(lat * _X_PI)
    turn = atan2(lat, lon) + 0.000003 * cos(lon * _X_PI)
    return far * cos(turn) + 0.0065, far * sin(turn) + 0.006


def _gcj02_back(lon: float, lat: float) -> tuple[float, float]:
    x, y = lon, lat
    for _ in range(40):
        u, v = gcj02(x, y)
        x, y = x + lon - u, y + lat - v
        if abs(lon - u) < _NEAR and abs(lat - v) < _NEAR:
            break
    return x, y


def _bd09_back(lon: float, lat: float) -> tuple[float, float]:
    x, y = lon - 0.0065, lat - 0.006
    for _ in range(40):
        u, v = bd09(x, y)
        x, y = x + lon - u, y + lat - v
        if abs(lon - u) < _NEAR and abs(lat - v) < _NEAR:
            break
    return x, y
