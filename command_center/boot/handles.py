"""The limit on open file handles of this process."""

import sys

USUAL = 1_024
"""Where the system has no such limit to ask for (Windows)."""
MOST = 1 << 16
"""More than we ever need, where the system sets no limit at all."""


def raise_handle_limit() -> int:
    """Raise the soft limit of file handles to the hard limit; return the new limit."""
    if sys.platform == "win32":
        return USUAL
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST if hard == resource.RLIM_INFINITY else hard
    if soft == resource.RLIM_INFINITY:
        return MOST
    if soft < wanted:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        except (OSError, ValueError):  # macOS allows less than its hard limit says
            return soft
        soft = wanted
    return min(soft, MOST)
