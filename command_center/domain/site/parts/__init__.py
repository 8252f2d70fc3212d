"""The parts of a site as its file describes them."""
