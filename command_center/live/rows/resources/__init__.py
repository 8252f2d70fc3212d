"""Rows of the resource ledger: stock, kits, dispatches, stores."""
