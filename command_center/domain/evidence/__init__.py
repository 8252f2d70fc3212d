"""Photographs and voice notes as evidence: the metadata that they carry, and how far it can be
trusted."""
