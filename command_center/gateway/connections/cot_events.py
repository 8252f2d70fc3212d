"""Cursor on Target (CoT) events: reads positions from a TAK server's stream, and builds marks of the board for TAK
users.

The stream is cut at `</event>` and each piece begins at `<event`, so no piece can declare a document type or
entities.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple
from xml.etree import ElementTree

from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.model import Site
from command_center.words import say

LARGEST = 65_536
"""Bytes of one event; what is longer is thrown away (ours)."""
BEGIN, END = b"<event", b"</event>"
UNKNOWN = 9_999_999.0
"""What CoT says of a height or an error that is not known."""
RED, YELLOW, GREEN = "-65536", "-256", "-16711936"
COUNTED = ("checked_in", "not_accounted", "missing")
"""What a muster point's detail `headcount` says."""


class Seen(NamedTuple):
    """A position from a CoT event: who (uid and call sign), when (UTC epoch ms), where (WGS-84 degrees)."""

    uid: str
    callsign: str
    ts: int
    lat: float
    lon: float


class Cutter:
    """Splits a stream of bytes into events."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[bytes]:
        """Add bytes; return the events now complete."""
        self._rest += data
        *whole, self._rest = self._rest.split(END)
        self._rest = self._rest[-LARGEST:]
        found = []
        for piece in whole:
            begin = piece.find(BEGIN)
            if begin >= 0 and len(piece) - begin <= LARGEST:
                found.append(piece[begin:] + END)
        return found


def position(event: bytes) -> Seen | None:
    """Return the position in an event; None if it has none. Raises ValueError if it is not an event."""
    try:
        root = ElementTree.fromstring(event)
    except ElementTree.ParseError as error:
        raise ValueError(f"no XML: {error}") from error
    point = root.find("point")
    if point is None or not root.get("type", "").startswith("a-"):
        return None
    lat, lon = float(point.get("lat", "")), float(point.get("lon", ""))
    if not (-90 <= lat <= 90 and -180 <= lon <= 180) or (lat == 0 and lon == 0):
        return None  # a device without a fix says 0, 0
    told = datetime.fromisoformat(root.get("time", ""))
    told = told if told.tzinfo else told.replace(tzinfo=UTC)
    contact = root.find("detail/contact")
    callsign = contact.get("callsign", "") if contact is not None else ""
    return Seen(root.get("uid", ""), callsign, round(told.timestamp() * 1000), lat, lon)


def marks(
    site: Site, incidents: Iterable[Mapping[str, Any]],
    counts: Mapping[str, Sequence[Mapping[str, Any]]], lang: str,
) -> dict[str, dict[str, Any]]:  # fmt: skip
    """Return the marks of open incidents for TAK users, by uid: the place, its hot zone, the muster points. `counts`
    gives headcounts by incident and muster point. A muster point shows how many are accounted for there, and how many
    of those sent there are not accounted for or missing: the highest numbers over all incidents.
    """
    found: dict[str, dict[str, Any]] = {}
    places = site.places
    for one in incidents:
        placed = places.get(one["place"])
        if one["status"] != "open" or placed is None:
            continue
        lat, lon = to_wgs84(site.anchor, *placed[1])
        title = _worded(one["title"], lang)
        base = {"lat": lat, "lon": lon, "name": title}
        counted = _headcount(one.get("evacuation"))
        remarks = (
            {}
            if counted is None
            else {"headcount": counted, "remarks": _headcount_text(counted, lang)}
        )
        found[f"cc-{site.id}-{one['id']}"] = {**base, "type": "b-m-p-s-m", "color": RED, **remarks}
        if one["hot_zone_m"]:
            zone = {"type": "u-d-c-c", "color": RED, "radius_m": one["hot_zone_m"]}
            found[f"cc-{site.id}-{one['id']}-hot"] = {**base, **zone}
        by_muster = {row["muster"]: row for row in counts.get(one["id"], ())}
        for muster in site.musters:
            uid = f"cc-{site.id}-muster-{muster.id}"
            lat, lon = to_wgs84(site.anchor, muster.x, muster.y)
            name = _worded(muster.name.model_dump(), lang)
            mark = {"lat": lat, "lon": lon, "name": name, "type": "b-m-p-s-m", "color": GREEN}
            if muster.id in by_muster:
                row = by_muster[muster.id]
                before = found.get(uid, {}).get("headcount", {})
                here = {key: max(int(row[key]), before.get(key, 0)) for key in COUNTED}
                mark |= {"headcount": here, "remarks": _headcount_text(here, lang)}
                if here["missing"] or here["not_accounted"]:
                    mark["color"] = RED if here["missing"] else YELLOW
            elif uid in found:
                continue
            found[uid] = mark
    return found


def _headcount(evacuation: Mapping[str, Any] | None) -> dict[str, int] | None:
    """The whole headcount of an incident; None before an evacuation is ordered. Who is assigned or on air is accounted
    for; an older center tells of nobody on air."""
    if evacuation is None or not evacuation["zones"]:
        return None
    accounted = evacuation["checked_in"] + evacuation["assigned"] + evacuation.get("on_air", 0)
    return {
        "checked_in": accounted,
        "not_accounted": evacuation["not_accounted"] + evacuation.get("inside", 0),
        "missing": evacuation["missing"],
    }


def _headcount_text(counted: Mapping[str, int], lang: str) -> str:
    return say(lang, "cot.headcount", **counted)


def event(uid: str, mark: Mapping[str, Any], now: datetime, lasts: timedelta) -> bytes:
    """Return the CoT event that shows a mark."""
    root = ElementTree.Element(
        "event", version="2.0", uid=uid, type=mark["type"], how="h-e", time=_z(now), start=_z(now),
        stale=_z(now + lasts),
    )  # fmt: skip
    ElementTree.SubElement(
        root, "point", lat=f"{mark['lat']:.7f}", lon=f"{mark['lon']:.7f}", hae=str(UNKNOWN),
        ce=str(UNKNOWN), le=str(UNKNOWN),
    )  # fmt: skip
    detail = ElementTree.SubElement(root, "detail")
    ElementTree.SubElement(detail, "contact", callsign=mark["name"])
    ElementTree.SubElement(detail, "color", argb=mark["color"])
    if "headcount" in mark:
        ElementTree.SubElement(detail, "remarks").text = mark["remarks"]
        counts = {key: str(value) for key, value in mark["headcount"].items()}
        ElementTree.SubElement(detail, "headcount", counts)
    if "radius_m" in mark:
        radius = f"{mark['radius_m']:g}"
        shape = ElementTree.SubElement(detail, "shape")
        ElementTree.SubElement(shape, "ellipse", major=radius, minor=radius, angle="360")
    return ElementTree.tostring(root)


def removal(uid: str, now: datetime) -> bytes:
    """Return the CoT event that removes a mark."""
    root = ElementTree.Element(
        "event", version="2.0", uid=f"{uid}-gone", type="t-x-d-d", how="m-g", time=_z(now), start=_z(now),
        stale=_z(now + timedelta(minutes=1)),
    )  # fmt: skip
    ElementTree.SubElement(
        root, "point", lat="0", lon="0", hae=str(UNKNOWN), ce=str(UNKNOWN), le=str(UNKNOWN)
    )
    detail = ElementTree.SubElement(root, "detail")
    ElementTree.SubElement(detail, "link", uid=uid, relation="none", type="none")
    return ElementTree.tostring(root)


def _worded(title: Any, lang: str) -> str:
    if isinstance(title, Mapping):
        return str(title.get(lang) or title.get(lang[:2]) or next(iter(title.values()), ""))
    return str(title)


def _z(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"
