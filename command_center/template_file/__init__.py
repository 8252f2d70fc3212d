"""Reads templates, plans, accounts and references from YAML, and reports every mistake with line, column and key.

It uses the machinery of `site_file`. `docs/templates.md` describes the language.
"""

from command_center.template_file.library import check_library, library, library_texts
from command_center.template_file.reading import (
    LONGEST_TEXT,
    TYPES,
    data_of,
    read_text,
    shape_of,
    text_hash,
)

__all__ = [
    "LONGEST_TEXT", "TYPES", "check_library", "data_of", "library", "library_texts", "read_text", "shape_of",
    "text_hash",
]  # fmt: skip
