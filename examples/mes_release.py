"""An MES's side of permits: may a batch begin at a place? Not while special work goes on there.

    CC_TOKEN=... python examples/mes_release.py http://127.0.0.1:8050 W2

Ends with 0 where the batch may begin, with 1 where it must wait, also when nobody could be asked.
"""

import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request

WORKS = (
    "hot-work",
    "confined-space",
    "blind-plate",
    "height-work",
    "lifting",
    "temporary-power",
    "earth-work",
)
LIVE = ("open", "paused")
"""States in which somebody works, or has left tools and isolations."""


def hinders(url: str, token: str, place: str) -> list[str]:
    """The numbers of the permits that hinder a batch at a place. Raises OSError when the center cannot be asked."""
    found = []
    for template in WORKS:
        query = urllib.parse.urlencode({"template": template, "place": place, "open": 1})
        asked = urllib.request.Request(
            f"{url}/api/v1/matters?{query}", headers={"Authorization": f"Bearer {token}"}
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:
            told = json.load(answer)
        found += [one["number"] for one in told["matters"] if one["state"] in LIVE]
    return found


if __name__ == "__main__":
    try:
        numbers = hinders(sys.argv[1], os.environ["CC_TOKEN"], sys.argv[2])
    except (OSError, urllib.error.URLError) as why:
        sys.exit(f"hold: the command center cannot be asked ({type(why).__name__})")
    if numbers:
        sys.exit(f"hold: {', '.join(numbers)}")
    print("release")
