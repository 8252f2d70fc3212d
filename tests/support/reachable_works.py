"""The small works whose people can be reached: an instant message and a telephone each."""

from typing import Any

from command_center.domain.site.model import Site
from tests.support.small_works import PARTS, PEOPLE, small_works


def contacts_of(name: str) -> list[dict[str, Any]]:
    """Somebody's two addresses."""
    return [
        {"channel": "sms", "address": f"+86 100 {name}", "verified": "2026-11-01"},
        {"channel": "wecom", "address": f"im-{name}", "verified": "2026-11-01"},
    ]


def reachable_works(**changes: Any) -> Site:
    """Everybody with both channels, but `gus`, who has none, and `hua`, who has only a telephone."""
    people = [
        person
        | {
            "contacts": []
            if person["id"] == "gus"
            else contacts_of(person["id"])[: 1 if person["id"] == "hua" else 2]
        }
        for person in PARTS["people"]
    ]
    assert len(people) == len(PEOPLE)
    return small_works(people=people, **changes)
