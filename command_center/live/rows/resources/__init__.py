"""Rows of the ledger: stock, kits, dispatches, stores."""
