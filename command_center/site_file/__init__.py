"""Reads a plant's YAML into `domain.site.Site`, and reports every mistake with file, line and key.

`load(path)` returns the site or raises `SiteFileError`; `check(path)` only lists the problems. `docs/site-file.md`
describes the format.
"""

from command_center.site_file.problem import Mark, Problem, SiteFileError
from command_center.site_file.reading import check, load

__all__ = ["Mark", "Problem", "SiteFileError", "check", "load"]
