"""The demo plant's last seven days, lived before its first start: alarms, an incident, two drills, their reviews.

Nothing is drawn from made-up rows. A script of what people meant to do is carried out at the Desk, on a
clock that is turned; alarms come from readings by the rules of `domain/alarms/`; the duties do what time asks
for. So every fact is one that the product would record, and each chart is computed as always.
"""
