"""Scoring: where a person stands, why, and what moves it.

Pure: facts, dated data and cards go in, results come out. No AWS, no HTTP, no clock, no environment may enter, and
no legal figure either (those live in `chalicelib.law`). The public door is `chalicelib.score.api`.
"""
