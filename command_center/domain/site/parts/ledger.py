"""The ledger's reference data: stores and their custody, resources, stock, kits."""

from typing import Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from command_center.domain.quantities import Amount, IntervalDays, SomeAmount
from command_center.domain.site.parts.base import (
    AreaRef,
    Day,
    Id,
    Part,
    Placed,
    PostRef,
    ResourceRef,
    StoreRef,
    TagRef,
)  # fmt: skip
from command_center.domain.text import Text


class Custody(Part):
    """The custody of a store: open round the clock, or keyed with a key-holding post."""

    kind: Literal["open", "keyed"]
    key_post: PostRef | None = None
    sensor: TagRef | None = None
    counted: Day | None = None

    @model_validator(mode="after")
    def keyed_has_holder(self) -> "Custody":
        """Refuses a keyed store without a key-holding post, because it could never be opened."""
        if self.kind == "keyed" and self.key_post is None:
            raise PydanticCustomError("no_key_post", "a keyed store needs key_post")
        return self


class Store(Placed):
    """A cabinet or store room."""

    area: AreaRef | None = None
    custody: Custody
    keeper: PostRef | None = None

    @property
    def kept_by(self) -> str | None:
        """Returns the post that hands out, counts and inspects what lies here: its keeper, else the
        key holder."""
        return self.keeper or self.custody.key_post


Purpose = Literal[
    "heavy_suit", "splash_suit", "breathing_set", "gas_meter", "foam_liquid", "drain_seal",
    "sorbent", "transfer_pump", "leak_clamp", "handheld_radio",
]  # fmt: skip


class Resource(Part):
    """A kind of thing that the ledger counts; `purpose` says what it is for, independent of ids."""

    id: Id
    name: Text
    kind: Literal["consumable", "equipment"]
    unit: Text
    purpose: Purpose | None = None


class StockBatch(Part):
    """The part of a line that was delivered together, and its last good day."""

    unique = ("batch",)
    batch: str = Field(min_length=1, max_length=40)
    quantity: Amount
    expires: Day | None = None


class Stock(Part):
    """One ledger line: a quantity of a resource in a store. `batches` are parts of it, each with
    its last good day."""

    unique = ("resource", "store")
    resource: ResourceRef
    store: StoreRef
    quantity: Amount
    minimum: Amount = 0
    serviceable: bool = True
    in_repair_since: Day | None = None
    batch: str | None = None
    expires: Day | None = None
    counted: Day | None = None
    inspection_due: Day | None = None
    inspected: Day | None = None
    count_every_days: IntervalDays | None = None
    inspect_every_days: IntervalDays | None = None
    batches: list[StockBatch] = Field(default=[])
    note: Text | None = None

    @model_validator(mode="after")
    def batches_are_parts(self) -> "Stock":
        """Refuses batches that hold more than their line."""
        total = round(sum(one.quantity for one in self.batches), 6)
        if total > self.quantity:
            raise PydanticCustomError(
                "batches_exceed",
                "the batches hold {total}, more than the line's quantity {quantity}",
                {"total": total, "quantity": self.quantity},
            )
        return self


class KitLine(Part):
    """How many of a resource a kit contains."""

    unique = ("resource",)
    resource: ResourceRef
    quantity: SomeAmount


class Kit(Part):
    """A set of resources that is dispatched as a whole."""

    id: Id
    name: Text
    lines: list[KitLine] = Field(min_length=1)
    keeper: PostRef | None = None
    inspected: Day | None = None
    inspect_every_days: IntervalDays | None = None
