"""Writes a site as YAML that `site_file` reads back as an equal site."""

from collections.abc import Callable

import yaml

from command_center.domain.site.model import Site

AddressOf = Callable[[str, str], str | None]
"""(person, version) -> the address; None where it was erased, or is not to be told."""


def no_addresses(person: str, version: str) -> None:
    """Return None: for readers who may not see addresses, people are written without contacts."""
    return


def written(site: Site, address_of: AddressOf = no_addresses) -> str:
    """Return the YAML text of a site. Default values are left out, and contacts without an address too."""
    described = site.model_dump(mode="json", exclude_defaults=True)
    for person in described.get("people", []):
        contacts = [
            {key: value for key, value in (one | {"address": address}).items() if key != "version"}
            for one in person.pop("contacts", [])
            if (address := one.get("address") or address_of(person["id"], one.get("version", "")))
        ]
        if contacts:
            person["contacts"] = contacts
    text: str = yaml.safe_dump(described, allow_unicode=True, sort_keys=False, width=110)
    return text
