"""An ERP's side of hazards: each becomes one work order, which closes when the hazard has ended.

    python examples/erp_work_orders.py 9010 'the shared secret' orders.json

A real ERP would write to its own tables where this writes to a file.
"""

import json
import sys
from pathlib import Path
from typing import Any

from webhook_receiver import server


def take(orders: dict[str, dict[str, Any]], told: dict[str, Any]) -> None:
    """Change the work orders by one fact. The same fact twice, or an older one, changes nothing more."""
    if told.get("template") != "hazard" or told["kind"] not in ("matter.opened", "matter.moved"):
        return
    data, after = told["data"], told["data"]["after"]
    order = orders.setdefault(data["matter"], {"seq": 0})
    if told["kind"] == "matter.opened":  # may come after a move, when it had to be tried again
        order |= {
            "number": data["number"],
            "place": data["place"],
            "text": data["fields"].get("found"),
        }
    if told["seq"] > order["seq"]:
        order |= {
            "seq": told["seq"],
            "state": after["state"],
            "open": not after.get("ended", False),
        }


if __name__ == "__main__":
    file = Path(sys.argv[3])
    known: dict[str, dict[str, Any]] = json.loads(file.read_text("utf-8")) if file.exists() else {}

    def keep(told: dict[str, Any]) -> None:
        """Change and save."""
        take(known, told)
        file.write_text(json.dumps(known, ensure_ascii=False, indent=1), "utf-8")

    server(int(sys.argv[1]), sys.argv[2], keep).serve_forever()
