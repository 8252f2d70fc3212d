"""Outside units and authorities: calls, the official report, and by when each is owed."""
