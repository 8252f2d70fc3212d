"""The state of drills: their clock, the year's programme, and the site's own scenarios."""
