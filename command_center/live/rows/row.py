"""A row's address and shape."""

from typing import Any

RowKey = tuple[str, str]
"""(topic, key)"""
Row = dict[str, Any]
Change = tuple[str, str, Row | None]
"""(topic, key, the whole row now; None when it is gone)"""
