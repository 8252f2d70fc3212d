"""The pages of what is found, closed and learnt: matters, duties, heat, templates, and the figures of the leaders."""
