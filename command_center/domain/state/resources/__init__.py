"""The ledger, its keyed stores, and the use of kits."""
