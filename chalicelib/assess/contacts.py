"""Whom to call, by kind of way: keys of the contact rows in the order of showing, and the words that name them.

A telephone number stands in the law tables alone and comes into a sentence by its slot.
"""

from __future__ import annotations

COMMITTEE = ("contact.ccrs", "contact.finance_call")
COURT = ("contact.legal_aid", "contact.ccrs", "contact.courts_efiling")
COURT_HELP = "대한법률구조공단({contact.legal_aid/phone})이나 신용회복위원회({contact.ccrs/phone})에서"
