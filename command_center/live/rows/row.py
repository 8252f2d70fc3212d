"""The address and the shape of a row."""

from collections.abc import Mapping
from typing import Any

RowKey = tuple[str, str]
"""(topic, key)"""
Row = Mapping[str, Any]
"""What every row is to whoever only carries it. What is in one, its kind declares (`kind.py`)."""
Change = tuple[str, str, Row | None]
"""(topic, key, the whole row as it is now); None when it is gone."""
