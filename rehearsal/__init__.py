"""The surge rehearsal (development only): 69,000 online applications of two months, compressed into minutes.

What happened in March and April 2020 is replayed against the real services and a real store, with everything that
goes wrong at once: duplicates, retries, payments out of order, a throttled table, workers killed with no warning, a
vendor that loses answers. Afterwards every acknowledged request is looked for: zero lost, zero doubled.

plan.py      what happens when, made from a seed
table.py     a table that is throttled and loses answers
vendor.py    a message vendor that outlives its callers
worker.py    one worker: the events of a day, then the messages of the day
conduct.py   days one after the other, workers killed and started again
audit.py     what has to be true afterwards
report.py    the report with its plots
"""
