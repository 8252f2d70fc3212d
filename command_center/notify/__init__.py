"""Telling people of directives: the dispatcher and the channels it sends by."""
