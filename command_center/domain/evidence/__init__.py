"""Photographs and voice notes that prove something: what a camera claims of them, and what that is worth."""
