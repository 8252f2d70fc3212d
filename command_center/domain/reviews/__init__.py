"""The 72-hour review of a drill or a real incident: its clock, findings, actions and signatures."""
