"""Groups the registers of a unit into block reads, and decodes their words into numbers."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from command_center.gateway.file.model import ModbusTag
from command_center.gateway.file.register import Register, register

FORMS = {
    "int16": ">h",
    "uint16": ">H",
    "int32": ">i",
    "uint32": ">I",
    "float32": ">f",
    "int64": ">q",
    "uint64": ">Q",
    "float64": ">d",
}
WORDS = {"bool": 1} | {name: struct.calcsize(form) // 2 for name, form in FORMS.items()}
MOST_BITS = 2_000
"""Most coils or discrete inputs of one read (Modbus Application Protocol V1.1b3, 6.1)."""


class Block(NamedTuple):
    """One block read: a table, its first address, its length, and the tags within it."""

    table: str
    address: int
    length: int
    tags: tuple[str, ...]


def blocks(tags: Mapping[str, ModbusTag], most: int, gap: int) -> list[Block]:
    """Return the fewest reads that fetch all tags, each of at most `most` registers and at most `gap` unused ones
    between tags.
    """
    placed = sorted(
        (place.table, place.address, _width(tag, place), name)
        for name, tag in tags.items()
        for place in (register(tag.read),)
    )
    made: list[Block] = []
    for table, address, width, name in placed:
        limit = most if table in ("input", "holding") else min(MOST_BITS, most * 16)
        if made and made[-1].table == table:
            last = made[-1]
            end = last.address + last.length
            count = max(end, address + width) - last.address
            if address <= end + gap and count <= limit:
                made[-1] = Block(table, last.address, count, (*last.tags, name))
                continue
        made.append(Block(table, address, width, (name,)))
    return made


def singles(block: Block, tags: Mapping[str, ModbusTag]) -> list[Block]:
    """Split a block into one read for each tag: a unit that refuses the block may still answer single reads."""
    return [one for name in block.tags for one in blocks({name: tags[name]}, block.length, 0)]


def number(words: Sequence[int], tag: ModbusTag) -> float | bool:
    """Decode words (or one bit) into a number. NaN stays NaN."""
    if tag.bit is not None:
        return bool(words[0] >> tag.bit & 1)
    if tag.as_type == "bool":
        return bool(words[0])
    ordered: Iterable[int] = words if tag.words == "high_first" else reversed(words)
    data = b"".join(word.to_bytes(2, "big") for word in ordered)
    found: float = struct.unpack(FORMS[tag.as_type], data)[0]
    return found


def _width(tag: ModbusTag, place: Register) -> int:
    return 1 if place.table in ("coil", "discrete") else WORDS[tag.as_type]


def words_of(block: Block, data: Sequence[int], tag: ModbusTag) -> Sequence[int]:
    """Return the words of a tag from the data of a block read."""
    place = register(tag.read)
    first = place.address - block.address
    return data[first : first + _width(tag, place)]
