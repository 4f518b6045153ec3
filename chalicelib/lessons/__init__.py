"""Prevention: short lessons with a question each, chosen by the person's own situation, and the early-warning check.

Texts lie in `prompts/lessons` as slots and words; every figure is read from the law of the day. Pure: no clock, no
HTTP, no store. What must not enter: a legal figure, advice to borrow.
"""
