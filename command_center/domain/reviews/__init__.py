"""The 72-hour review of a drill or a real incident: its deadlines, findings, actions and
signatures."""
