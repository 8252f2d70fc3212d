"""The machine's type faces, listed before the first figure is drawn.

matplotlib lists them when it is imported and has no list yet, and starts a program for it (`fc-list`).
Beside the loop nobody can: gevent starts programs from the main thread alone. So a process of its own
makes the list, once for a data folder; nobody waits for it but who asked for the file.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from command_center import log

FOLDER = "type_faces"
LONGEST_S = 120
_LIST = [sys.executable, "-c", "import matplotlib.font_manager"]
_log = log.get(__name__)


def list_type_faces(data_dir: Path) -> None:
    """Make the list in `data_dir`, or where MPLCONFIGDIR points; nothing once it was read."""
    if "matplotlib.font_manager" in sys.modules:
        return
    if "MPLCONFIGDIR" not in os.environ:
        os.environ["MPLCONFIGDIR"] = str(_folder(data_dir))
    try:
        subprocess.run(_LIST, check=True, timeout=LONGEST_S, capture_output=True)
    except (OSError, subprocess.SubprocessError) as error:
        _log.warning("type faces not listed", why=str(error))


def _folder(data_dir: Path) -> Path:
    folder = data_dir / FOLDER
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a data folder that cannot be written
        return Path(tempfile.mkdtemp(prefix="command-center-"))
    return folder
