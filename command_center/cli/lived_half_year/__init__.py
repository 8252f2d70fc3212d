"""The half year of a demonstration's plant before its night: hazards, rounds, duties, permits, contractors.

Each step is a command at the Desk on a clock that is turned, decided by the templates of the library. `half_year.py`
begins; `cast.py` is whoever does something; each other module is one kind of matter.
"""
