"""`python -m dasibom ask "…"`: one question, the answer of the consultation in the terminal. Nothing is stored."""

from __future__ import annotations

from chalicelib.consult.cli import main

__all__ = ["main"]
