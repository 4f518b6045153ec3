"""Aftercare, pure: what follows an agreed plan. Instalments and their days, the ledger, standing, relief, reminders.

Functions of facts, dated law and a given day or moment. What must not enter: storage, HTTP, AWS, a clock, the environment.
The services that keep cases in the store live in `chalicelib.cases`.
"""
