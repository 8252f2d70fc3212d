"""The state of the resource ledger, its keyed stores, and the use of kits."""
