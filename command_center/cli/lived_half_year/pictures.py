"""The photographs of the half year: drawn scenes of a simulated plant, each with the metadata claims that a phone
makes.
"""

import hashlib
import io
import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from PIL import Image, ImageDraw
from sqlalchemy import Connection, Engine, insert

from command_center.domain.evidence.claims import Claims, Verdict, flags_of
from command_center.domain.site.map.geography import to_wgs84
from command_center.domain.site.model import Site
from command_center.store.schema import evidence
from command_center.store.writer import write

Way = Literal["fresh", "old", "album", "elsewhere"]
"""How a photograph came to be: taken on the spot, long before, by no camera, or at another place."""
TYPE = "image/jpeg"
OLD_MS = 3 * 3_600_000
WIDTH, HEIGHT = 256, 192
SCENES = 8
AT_ONCE = 200


@cache
def _scene(number: int, mended: bool) -> bytes:
    """A JPEG of one of the scenes: pipes, a pump and a valve before a wall, with a red ring where something is wrong."""
    shade = 150 + number * 9
    picture = Image.new("RGB", (WIDTH, HEIGHT), (shade - 40, shade - 25, shade - 10))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, HEIGHT * 2 // 3, WIDTH, HEIGHT), fill=(92, 92, 88))
    left, top = 26 + number * 17 % 60, 40 + number * 23 % 50
    draw.rectangle((0, top, WIDTH, top + 16), fill=(176, 180, 184), outline=(80, 84, 88))
    draw.rectangle(
        (left + 70, top - 40, left + 84, HEIGHT - 50), fill=(160, 164, 170), outline=(80, 84, 88)
    )
    draw.ellipse((left, top + 40, left + 64, top + 104), fill=(60, 104, 140), outline=(24, 44, 64))
    draw.rectangle(
        (left + 56, top - 12, left + 98, top + 28),
        fill=(188, 60, 48) if number % 2 else (60, 120, 70),
    )
    where = (left + 60, top - 18, left + 96, top + 34)
    draw.ellipse(where, outline=(46, 160, 67) if mended else (220, 40, 40), width=4)
    draw.text((8, HEIGHT - 16), "SIMULATED", fill=(235, 235, 235))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=55)
    return out.getvalue()


def picture(number: int, name: str, *, mended: bool = False) -> bytes:
    """Return a JPEG that is unique to `name`: a scene with the name in its comment."""
    scene, said = _scene(number % SCENES, mended), name.encode()
    return scene[:2] + b"\xff\xfe" + (len(said) + 2).to_bytes(2, "big") + said + scene[2:]


@dataclass(slots=True)
class Album:
    """Collects photographs of matters until they are written to the table at once, under the names that the phones
    gave. The Desk asks `verdicts`.
    """

    engine: Engine
    site: Site
    verdicts: dict[str, Verdict]
    rows: list[dict[str, Any]]

    def take(
        self, ident: str, content: bytes, place: str | None, way: Way, person: str, now: int
    ) -> dict[str, Any]:
        """Submit a photograph as a phone does; return the value that a field holds for it. `now` is UTC epoch ms."""
        claims = _claims(self.site, place, way, now)
        flags = flags_of(claims, self.site)
        sha256 = hashlib.sha256(content).hexdigest()
        if sha256 not in self.verdicts:
            self.verdicts[sha256] = Verdict(TYPE, tuple(flags), person, claims)
            self.rows.append({
                "site": self.site.id, "id": ident, "sha256": sha256, "type": TYPE, "content": content,
                "claims": claims.model_dump_json(exclude_none=True), "flags": json.dumps(list(flags)),
                "account": "demo-responder", "person": person, "kept_at": now,
            })  # fmt: skip
        if len(self.rows) >= AT_ONCE:
            self.keep()
        return {"sha256": sha256, "type": TYPE, "flags": list(self.verdicts[sha256].flags)}

    def keep(self) -> None:
        """Write the photographs collected since the last call."""
        rows = self.rows
        if rows:

            def transaction(connection: Connection) -> None:
                connection.execute(insert(evidence), rows)

            write(self.engine, transaction)
            self.rows = []


def _claims(site: Site, place: str | None, way: Way, now: int) -> Claims:
    known = site.places.get(place or "")
    point = None if known is None else known[1]
    if point is not None and way == "elsewhere":
        point = (point[0] - 260, point[1] - 90)
    lat, lon = (None, None) if point is None else to_wgs84(site.anchor, *point)
    if way == "album":
        return Claims(camera=False, added_at=now, place=place)
    taken = now - (OLD_MS if way == "old" else 20_000)
    return Claims(camera=True, taken_at=taken, lat=lat, lon=lon, added_at=now, place=place)
