"""The feeds: the clocks of senders, and who found a tag right when it was commissioned."""
