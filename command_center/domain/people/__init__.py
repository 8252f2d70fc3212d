"""People: who is on site, in which post, accounted for, or inside the hot zone."""
