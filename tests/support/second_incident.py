"""A second incident beside the night's leak, by commands over REST: somebody fell into a pit, one is missing,
one is overdue inside, and nobody was called."""

from typing import Any

from playwright.sync_api import BrowserContext

from command_center.clock import Clock
from tests.support.pages import Watched, command
from tests.support.staged_night import StagedNight

PLACE = "W2"
TITLE = "Somebody fell into the pit at Workshop 2"
AGO_S = 330
"""Since the report: the plan's calls are late, and the source has some minutes left."""
LONG_AGO_S = 1200
"""So that gas may have been measured clear twice since, and the incident can be closed."""


def opened(
    watched: Watched,
    night: StagedNight,
    place: str = PLACE,
    title: str = TITLE,
    ago_s: int = AGO_S,
) -> str:
    """The incident's id, opened on a report of so many seconds ago."""
    now = Clock(night.offset_ms).now()
    report = command(
        watched, night.center.url, "report.receive",
        channel="call", place=place, text=title, at=now - ago_s * 1000,
    )  # fmt: skip
    plan = night.board.site.plans[0].id
    told = command(
        watched, night.center.url, "incident.open",
        place=place, plan=plan, title=title, report=report["facts"][0]["seq"],
    )  # fmt: skip
    return str(next(f["incident"] for f in told["facts"] if f["kind"] == "incident.opened"))


def worst(watched: Watched, night: StagedNight, incident: str, place: str = PLACE) -> None:
    """Everybody is to leave the place, one is missing, and one of two inside is overdue."""
    url, site = night.center.url, night.board.site

    def give(kind: str, **data: Any) -> Any:
        return command(watched, url, kind, **data)

    give("evacuation.order", incident=incident, zones=[place])
    missing = next(person.id for person in site.people if person.home == place)
    give("person.miss", person=missing)
    overdue(watched, night, incident)


def overdue(watched: Watched, night: StagedNight, incident: str) -> None:
    """One went in with hardly more air than it takes to come back, four minutes ago."""
    site, at = night.board.site, Clock(night.offset_ms).now() - 240_000
    inside = [person.id for person in site.people if person.home == "FS"][:4]
    checker = site.people[0].id
    command(
        watched, night.center.url, "entry.ready",
        incident=incident, persons=inside, pressure_mpa=10.4, checker=checker, at=at,
    )  # fmt: skip
    command(
        watched, night.center.url, "entry.in",
        incident=incident, person=inside[0], pressure_mpa=10.4, at=at,
        reason="somebody is lying in there",
    )  # fmt: skip


def ended(watched: Watched, night: StagedNight, incident: str) -> None:
    """Withdrawn: closing would ask for gas below its limit at two times a quarter of an hour apart."""
    reason = "Nothing of it was found"
    command(watched, night.center.url, "incident.withdraw", incident=incident, reason=reason)


def open_ids(context: BrowserContext, url: str) -> list[str]:
    """The open incidents on the board."""
    rows = context.request.get(f"{url}/api/v1/board").json()["rows"]["incident"]
    return [row["id"] for row in rows.values() if row.get("status") == "open"]
