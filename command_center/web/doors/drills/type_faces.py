"""Lists the machine's typefaces before the first figure is drawn.

matplotlib lists them when it is imported without a stored list, and starts a program for it (`fc-list`). That is
impossible outside the event loop: gevent starts programs from the main thread only. So a separate process makes the
list, once for each data folder; only the requester of the file waits for it.
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
    """Make the list in `data_dir`, or where MPLCONFIGDIR points; do nothing once it was read."""
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
