"""Modbus addresses as a file writes them: `input 30017`, `holding 40001`, `coil 1`, `discrete 10001`, `input @16`."""

import re
from typing import Annotated, NamedTuple

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

FORM = re.compile(r"(coil|discrete|input|holding)\s+(@?)(\d{1,6})", re.ASCII)
FIRST_DIGIT = {"coil": 0, "discrete": 1, "input": 3, "holding": 4}
READ_BY = {"coil": 1, "discrete": 2, "holding": 3, "input": 4}
"""The function code that reads each table. There is none here that writes."""


class Register(NamedTuple):
    """A table of a Modbus unit and an address in it, counted from 0 as on the wire."""

    table: str
    address: int

    @property
    def function(self) -> int:
        """The Modbus function code that reads it: 1 to 4."""
        return READ_BY[self.table]


def register(given: str) -> Register:
    """Parse a register address. Raises ValueError.

    A number of five or six digits is Modicon notation (30017 is address 16 of the input registers). A shorter one
    counts from 1. `@16` is the address itself.
    """
    found = FORM.fullmatch(given.strip())
    if found is None:
        raise ValueError(given)
    table, raw, digits = found[1], found[2], found[3]
    number = int(digits)
    if raw:
        address = number
    elif len(digits) >= 5:
        base = FIRST_DIGIT[table] * 10 ** (len(digits) - 1)
        address = number - base - 1
        if int(digits[0]) != FIRST_DIGIT[table]:
            raise ValueError(given)
    else:
        address = number - 1
    if not 0 <= address <= 0xFFFF:
        raise ValueError(given)
    return Register(table, address)


def _checked(given: str) -> str:
    try:
        register(given)
    except ValueError as error:
        raise PydanticCustomError("gateway.register", "a register is input 30017") from error
    return given


RegisterText = Annotated[str, AfterValidator(_checked)]
