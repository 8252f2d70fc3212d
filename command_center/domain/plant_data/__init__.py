"""The plant's description as data that commands change; each change is a fact."""
