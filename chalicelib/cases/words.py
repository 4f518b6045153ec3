"""Codes and their Korean titles that the routes declare: apart from the services, so that a declaration loads none."""

from __future__ import annotations

from typing import Final

RELIEF_STATUS: Final = {
    "submitted": "심사를 기다리고 있습니다.",
    "needs_documents": "서류를 기다리고 있습니다.",
    "approved": "승인되었습니다.",
    "rejected": "승인되지 않았습니다.",
}
MESSAGE_STATES: Final = {"check": "확인이 필요함", "dead": "보내지 못함"}
"""Messages whose outcome nobody knows, and those that could not be handed over."""
IMPORT_KINDS: Final = {"payments": "납입", "plans": "상환 계획"}
