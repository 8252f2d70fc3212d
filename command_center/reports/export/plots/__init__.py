"""Figures of a review as pictures for paper: the response, the injects, the levels."""
