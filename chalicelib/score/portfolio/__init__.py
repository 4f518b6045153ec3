"""A whole portfolio through the same cards: rows in, mergeable tallies out, a report from the tallies.

A tally is small whatever the number of rows, so one machine and a distributed map add up the same thing. No file, no
network and no clock here: whoever reads the rows hands them in.
"""
