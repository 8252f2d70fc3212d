"""An MES's side of permits: may a batch begin at these places? Not while special work goes on there.

    CC_TOKEN=... python examples/mes_release.py http://127.0.0.1:8050 W2 T-201

Name each place that matters: a permit is found by its own place, not by the area around it. The token is one of a
controller that may only look. Ends with 0 where the batch may begin, with 1 where it must wait, also when the center
could not be asked or does not show this token every permit.
"""

import json
import os
import sys
import urllib.parse
import urllib.request
from typing import Any

WORKS = (
    "hot-work",
    "confined-space",
    "blind-plate",
    "height-work",
    "lifting",
    "temporary-power",
    "earth-work",
    "road-closing",
)
LIVE = ("open", "paused")
"""States in which somebody works, or has left tools and isolations."""

READ_EVERY_PERMIT = ("administrator", "commander", "controller")
"""Roles that are shown every permit. To any other, a permit may be hidden: no permit would prove nothing."""


def asked(url: str, token: str, path: str) -> Any:
    """What the center answers. Raises OSError when it cannot be asked or refuses."""
    request = urllib.request.Request(
        f"{url}/api/v1/{path}", headers={"Authorization": f"Bearer {token}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def hinders(url: str, token: str, place: str) -> list[str]:
    """The numbers of the permits that hinder a batch at a place. Raises OSError when the center cannot be asked,
    ValueError where the token is not shown every permit."""
    role = asked(url, token, "session")["role"]
    if role not in READ_EVERY_PERMIT:
        raise ValueError(f"a token of {role} is not shown every permit")
    found: list[str] = []
    for template in WORKS:
        page, seen, total = 0, 0, 1
        while seen < total:
            wanted = {"template": template, "place": place, "open": 1, "page": page}
            told = asked(url, token, f"matters?{urllib.parse.urlencode(wanted)}")
            found += [one["number"] for one in told["matters"] if one["state"] in LIVE]
            page, seen, total = page + 1, seen + told["size"], told["total"]
    return found


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("hold: name the center's address and at least one place")
    try:
        token = os.environ["CC_TOKEN"]
        numbers = [one for place in sys.argv[2:] for one in hinders(sys.argv[1], token, place)]
    except (OSError, ValueError, KeyError) as why:
        sys.exit(f"hold: the command center cannot be asked ({type(why).__name__}: {why})")
    if numbers:
        sys.exit(f"hold: {', '.join(numbers)}")
    print("release")
