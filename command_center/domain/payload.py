"""What fact payloads are made of."""

from typing import NotRequired

from typing_extensions import TypedDict


class Words(TypedDict):
    """A text in both languages, as it stands in the journal."""

    zh: str
    en: str


class Quantity(TypedDict):
    """So many of a resource."""

    resource: str
    quantity: float


class StoredQuantity(TypedDict):
    """So many of a resource out of one store, of one `batch` where the line is kept by batches."""

    resource: str
    store: str
    quantity: float
    batch: NotRequired[str]
