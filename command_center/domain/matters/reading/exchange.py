"""The exchange file for the dual prevention mechanism: risks with their measures and tasks, and
hazards with their handling.

The file names the specification that it follows. It was not compared with any, so it says "not to
specification": a plant's authority states which file it accepts, and a converter is written for
that.
"""

from collections.abc import Iterable, Mapping
from typing import Any

SPECIFICATION: Mapping[str, str | None] = {
    "name": None,
    "version": None,
    "conformity": "not to specification",
}
LAYOUT = "command-center-double-prevention/1"
RISK, HAZARDS = "risk", ("hazard", "major-hazard")


def exchange(
    site: str, at: int, matters: Iterable[Mapping[str, Any]], page: int = 0, pages: int = 1
) -> dict[str, Any]:
    """Returns the whole file, or one of its `pages`, counted from 0. `matters` are rows with
    `template`, `number`, `state`, `place`, `area`, `opened_at`, `ended_at` and `fields`; `at` is
    UTC epoch ms. It contains no people."""
    risks: list[dict[str, Any]] = []
    hazards: list[dict[str, Any]] = []
    for one in matters:
        fields = one["fields"]
        common = {
            "number": one["number"], "state": one["state"], "place": one["place"], "area": one["area"],
            "opened_at": one["opened_at"], "ended_at": one["ended_at"],
        }  # fmt: skip
        if one["template"] == RISK:
            said = fields.get("measures")
            measures = said if isinstance(said, list) else []
            risks.append({
                **common, "object": fields.get("object"), "unit": fields.get("unit"), "event": fields.get("event"),
                "consequence": fields.get("danger"), "colour": fields.get("colour"),
                "measures": [
                    {name: line.get(name) for name in ("kind", "measure", "task", "days")}
                    for line in measures
                    if isinstance(line, dict)
                ],
            })  # fmt: skip
        elif one["template"] in HAZARDS:
            hazards.append({
                **common, "template": one["template"], "category": fields.get("category"),
                "criterion": fields.get("criterion"), "level": fields.get("level"), "found": fields.get("found"),
                "measure": fields.get("measure"),
            })  # fmt: skip
    return {
        "layout": LAYOUT, "specification": dict(SPECIFICATION), "site": site, "made_at": at,
        "page": page, "pages": pages,
        "risks": risks, "hazards": hazards,
    }  # fmt: skip
