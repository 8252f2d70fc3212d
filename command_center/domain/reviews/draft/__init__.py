"""The automatic draft of a review: sentences of the words catalogue, each resting on the facts it
names."""
