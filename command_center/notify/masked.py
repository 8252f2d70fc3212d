"""Addresses of people as they may be shown: enough to recognise one, too little to call it. Pure."""


def masked(address: str) -> str:
    """`138****5678`, `l***@plant.example`, `lu***` for anything else."""
    name, at, host = address.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    digits = address.removeprefix("+")
    if digits.isdigit() and len(digits) >= 7:
        kept = address[: len(address) - len(digits) + 3]
        return f"{kept}{'*' * (len(digits) - 7)}{digits[-4:]}" if len(digits) > 7 else f"{kept}****"
    return f"{address[:2]}***" if len(address) > 4 else "***"
