"""Reasons why the operating system refused, in the reader's language: its own texts are in the C
library's language.
"""

import errno

from command_center.domain.refusal import Phrase

_CAUSES = {
    errno.ENOENT: "system.missing",
    errno.EACCES: "system.not_allowed",
    errno.EPERM: "system.not_allowed",
    errno.EISDIR: "system.folder",
    errno.ENOTDIR: "system.no_folder",
    errno.ENOSPC: "system.full",
    errno.EROFS: "system.read_only",
    errno.EADDRINUSE: "system.address_in_use",
    errno.EADDRNOTAVAIL: "system.address_not_here",
}


def why(error: OSError) -> Phrase | str:
    """Return the reason; a rare one in the system's own words."""
    key = _CAUSES.get(error.errno or 0)
    return Phrase(key) if key else error.strerror or str(error)
