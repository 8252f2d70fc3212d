"""Generates the demo plant's last seven days before its first start: alarms, an incident, two drills and their
reviews.

No rows are invented. A script of people's intended actions is carried out at the Desk on a clock advanced by hand;
alarms come from readings by the rules of `domain/alarms/`; the duties do what is due. So every fact is one that the
product would record, and each chart is computed as usual.
"""
