"""Telling people of directives: what is sent, tried, received and recorded, and the channels it goes by."""
