"""A review as JSON: everything there is, both languages in it, the mark and the hash of the content."""

import json

from command_center.reports.export.dossier import Dossier
from command_center.reports.export.reader import mark_in_all

FORMAT = 1


def json_file(dossier: Dossier) -> bytes:
    """The dossier with its own hash: SHA-256 over `content` as canonical JSON (sorted keys, no blanks)."""
    told = {
        "format": FORMAT,
        "mark": mark_in_all() if dossier.exercise else None,
        "content_sha256": dossier.sha256,
        "content": dossier.as_row(),
    }
    return (json.dumps(told, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()
