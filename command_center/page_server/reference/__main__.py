"""Writes the pages to a folder, which is made if need be: `python -m command_center.page_server.reference FOLDER`."""

import sys
from pathlib import Path

from command_center.page_server.reference import REFERENCE_PAGES

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in REFERENCE_PAGES.items():
        (folder / name).write_text(make(), encoding="utf-8")
