"""A copy of a site folder in which every id is another one: product code may know none of them."""

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel

from command_center import site_file

FILES = ("site.yaml", "simulation.yaml")


def renamed(site_dir: Path, out_dir: Path) -> dict[str, str]:
    """Copy the YAML files of `site_dir` to `out_dir` with new ids; returns old id -> new id.

    A word of the text that is an id is replaced wherever it stands, in keys, values and sentences
    alike, so that both files go on agreeing. The new ids have other letters, lengths and an order
    of their own: nothing can be guessed from them, nor from their sorting.
    """
    site = site_file.load(site_dir)
    ids = sorted(_ids(site))
    names = {old: f"z{(index * 7919 + 13) % 9973:04d}q" for index, old in enumerate(ids)}
    assert len(set(names.values())) == len(ids)
    assert not set(names.values()) & set(ids)
    out_dir.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        source = site_dir / name
        if source.exists():
            text = replaced(source.read_text(encoding="utf-8"), names)
            (out_dir / name).write_text(text, encoding="utf-8")
    return names


def replaced(text: str, names: Mapping[str, str]) -> str:
    """The text with each whole word that is a key of `names` replaced.

    Letters, digits, `_`, `-` and inner dots belong to a word; Chinese characters do not.
    """
    longest_first = sorted(names, key=len, reverse=True)
    words = "|".join(re.escape(word) for word in longest_first)
    pattern = rf"(?<![A-Za-z0-9_-])(?<![A-Za-z0-9]\.)(?:{words})(?![A-Za-z0-9_-])(?!\.[A-Za-z0-9])"
    return re.sub(pattern, lambda found: names[found[0]], text)


def _ids(part: BaseModel) -> set[str]:
    found: set[str] = set()
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name == "id":
            found.add(value)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, BaseModel):
                found |= _ids(item)
    return found
