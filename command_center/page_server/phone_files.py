"""The service worker and the manifest with which /m opens without the network."""

from pathlib import Path
from typing import Any

from flask import Flask, Response, jsonify

WORKER = "/phone-worker.js"
MANIFEST = "/phone.webmanifest"
ICON = "/phone-icon.svg"
SOURCE = Path("worker") / "phone_worker.js"
"""Below the folder of the scripts; it is no module of the pages."""

SIGN = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" fill="#14181b"/>
<path d="M256 96 432 400H80Z" fill="none" stroke="#6cb2ff" stroke-width="36" stroke-linejoin="round"/>
<path d="M256 216v84" stroke="#6cb2ff" stroke-width="36" stroke-linecap="round"/>
<circle cx="256" cy="350" r="20" fill="#6cb2ff"/></svg>"""
"""The icon on a home screen: within the middle four fifths, which every launcher shows."""


def install_phone_files(server: Flask, assets: Path, name: str) -> None:
    """Serve the worker, the manifest of a page called `name`, and its icon."""

    def worker() -> Response:
        answer = Response((assets / SOURCE).read_bytes(), mimetype="text/javascript")
        answer.headers["Cache-Control"] = "no-cache"  # an update must be found at the next visit
        return answer

    def manifest() -> Response:
        answer = jsonify(manifest_of(name))
        answer.mimetype = "application/manifest+json"
        return answer

    def icon() -> Response:
        return Response(SIGN, mimetype="image/svg+xml")

    server.add_url_rule(WORKER, "phone_files.worker", worker)
    server.add_url_rule(MANIFEST, "phone_files.manifest", manifest)
    server.add_url_rule(ICON, "phone_files.icon", icon)


def manifest_of(name: str) -> dict[str, Any]:
    """Return the web application manifest: it covers only /m, without the browser's toolbars."""
    icon = {"src": ICON, "sizes": "any", "type": "image/svg+xml", "purpose": "any maskable"}
    return {
        "id": "/m", "start_url": "/m", "scope": "/m", "display": "standalone", "name": name,
        "short_name": name[:12], "background_color": "#14181b", "theme_color": "#14181b",
        "icons": [icon],
    }  # fmt: skip
