"""Reference pages for developers: every command, fact and row, generated from their declarations on request.

`/help/NAME` gives a page on a running center; `make docs` writes all of them to a folder.
"""

from collections.abc import Callable, Mapping
from functools import cache

from command_center.page_server.reference.facts import facts_page
from command_center.page_server.reference.rows import rows_page

REFERENCE_PAGES: Mapping[str, Callable[[], str]] = {
    "facts.md": cache(facts_page),
    "rows.md": cache(rows_page),
}
"""What makes each page, in Markdown, by its name."""
