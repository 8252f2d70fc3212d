"""What the past of matters comes to."""
