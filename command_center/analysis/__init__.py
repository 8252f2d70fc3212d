"""Analysis of past matters: figures, heat maps, scores, who owes what, and the leaders' cockpit."""
