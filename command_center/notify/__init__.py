"""Notifying people: what is sent, tried, received and recorded, and the channels used."""
