"""The draft that writes itself: sentences of the catalogue, each resting on the facts it names."""
