"""Readings of a tank that loses content, sent at once for the minutes that have passed."""

from typing import Any

from command_center.domain.site.model import Site


def leak_readings(
    site: Site, tank: str, now: int, *, minutes: float = 3.0, mm_per_min: float = 15.0
) -> list[dict[str, Any]]:
    """Bodies for the readings door, one a source: the tank falls, its commanded flows are zero."""
    vessel = site.tank_by_id[tank]
    samples = range(int(minutes * 60), -1, -1)
    by_source: dict[str, list[dict[str, Any]]] = {}
    for tag_id in [vessel.level, *vessel.inflows, *vessel.outflows]:
        tag = site.tag_by_id[tag_id]
        rows = by_source.setdefault(tag.source, [])
        for ago in samples:
            fallen = (minutes * 60 - ago) / 60 * mm_per_min / 1000
            value = vessel.height_m * 0.66 - fallen if tag_id == vessel.level else 0.0
            rows.append({"tag": tag_id, "ts": now - ago * 1000, "value": value})
    return [{"source": source, "readings": rows} for source, rows in by_source.items()]
