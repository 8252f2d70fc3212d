"""The year of drills: its programme, the legal countdown, and its windows as a calendar file."""
