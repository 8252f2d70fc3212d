"""Reads a plant's YAML into `domain.site.Site`, and names every mistake with file, line and key.

`load(path)` gives the site or raises `SiteFileError`; `check(path)` only lists the problems.
The format is described in `docs/site-file.md`.
"""

from command_center.site_file.problem import Mark, Problem, SiteFileError
from command_center.site_file.reading import check, load

__all__ = ["Mark", "Problem", "SiteFileError", "check", "load"]
