"""The standards whose outline a document can follow."""

from typing import Literal

Outline = Literal["yjt9009", "hseep"]
"""YJ/T 9009's assessment report, or HSEEP's After-Action Report/Improvement Plan."""
USUAL: dict[str, Outline] = {"zh-CN": "yjt9009", "en": "hseep"}
"""Without a word which: what readers of that language are used to."""
