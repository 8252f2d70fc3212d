"""The description of the plant, and its ledger."""
