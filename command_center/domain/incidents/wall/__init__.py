"""How an incident stands, question by question, as the wall shows it."""
