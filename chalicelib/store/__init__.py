"""The one table: a narrow protocol (`table`), names (`keys`) and shapes (`shapes`) of items, and its two adapters.

Other rooms import `table`, `keys`, `shapes` and, where a process starts, `opening`; adapters are imported by
`opening` alone, and only the one that is used.
"""
