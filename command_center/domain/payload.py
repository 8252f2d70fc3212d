"""The parts of which the payloads of facts consist."""

from typing import NotRequired

from typing_extensions import TypedDict


class Words(TypedDict):
    """A text in both languages, as the journal stores it."""

    zh: str
    en: str


class Quantity(TypedDict):
    """A quantity of a resource."""

    resource: str
    quantity: float


class StoredQuantity(TypedDict):
    """A quantity of a resource from one store, and from one `batch` where the store keeps batches."""

    resource: str
    store: str
    quantity: float
    batch: NotRequired[str]
