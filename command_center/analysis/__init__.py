"""What the past of matters comes to: figures, heat maps, scores, who owes what, and the cockpit of leaders."""
