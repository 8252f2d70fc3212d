"""Gateway files for tests, of the small plant of `tests/site/small.yaml`."""

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

SMALL = Path(__file__).parents[1] / "site" / "small.yaml"


def written(folder: Path, connections: list[dict[str, Any]], **over: dict[str, Any]) -> Path:
    """A gateway's file in `folder`; `over` changes keys of its parts."""
    token = folder / "token"
    token.write_text("secret")
    token.chmod(0o600)
    whole: dict[str, Any] = {
        "gateway": {
            "id": "gw-1", "site": str(SMALL), "board": "http://127.0.0.1:1",
            "token": {"file": str(token)}, **over.get("gateway", {}),
        },
        "buffer": {"path": "buffer", **over.get("buffer", {})},
        "connections": connections,
    }  # fmt: skip
    if "defaults" in over:
        whole["defaults"] = over["defaults"]
    path = folder / "gateway.yaml"
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(whole, file)
    return path
