"""Request handling: parsing, identifying the caller, and answering."""
