"""Warnings of the board carried to sirens and public addresses: the only thing, beside marks for TAK, that goes out."""
