"""Generates the half year of history before the demonstration's night: hazards, rounds, duties, permits, contractors.

Each step is a command given to the Desk on a clock advanced by hand, decided by the library's templates.
`half_year.py` is the entry; `cast.py` gives the commands in people's names; each other module covers one kind of
matter.
"""
