"""Outside units and authorities: calls, the official report, and their deadlines."""
