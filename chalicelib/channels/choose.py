"""Which channels an installation has; the environment is read here and nowhere else in this room.

MESSAGES_SMS       sns | vendor | outbox (default outbox)
MESSAGES_EMAIL     ses | outbox (default outbox)
MESSAGES_SENDER    registered sender number (SNS), MESSAGES_FROM the e-mail sender (SES)
MESSAGES_VENDOR    address of the vendor's webhook; MESSAGES_SECRET its shared secret
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime

from chalicelib.store.table import Table

from .aws import SesEmail, SnsSms
from .base import Channel
from .outbox import Outbox
from .vendor import WebhookVendor


def from_environment(
    table: Table, now: Callable[[], datetime], env: Mapping[str, str] | None = None
) -> dict[str, Channel]:
    """Channels by name. Raises ValueError naming the variable that is missing or unknown."""
    env = os.environ if env is None else env
    outbox = Outbox(table, now)
    found: dict[str, Channel] = {"outbox": outbox}
    sms, email = env.get("MESSAGES_SMS", "outbox"), env.get("MESSAGES_EMAIL", "outbox")
    region, endpoint = env.get("AWS_REGION", "ap-northeast-2"), env.get("MESSAGES_ENDPOINT") or None
    vendor: Channel | None = None
    if env.get("MESSAGES_VENDOR"):
        secret = env.get("MESSAGES_SECRET", "")
        if not secret:
            raise ValueError("MESSAGES_SECRET is needed with MESSAGES_VENDOR")
        vendor = WebhookVendor(env["MESSAGES_VENDOR"], secret, lambda: int(now().timestamp()))
    if sms == "sns":
        found["sms"] = SnsSms(env.get("MESSAGES_SENDER", ""), region, endpoint)
    elif sms == "vendor" and vendor:
        found["sms"] = vendor
    elif sms == "outbox":
        found["sms"] = outbox
    else:
        raise ValueError("MESSAGES_SMS must be sns, vendor (with MESSAGES_VENDOR) or outbox")
    found["alimtalk"] = vendor or outbox
    if email == "ses":
        if not env.get("MESSAGES_FROM"):
            raise ValueError("MESSAGES_FROM is needed with MESSAGES_EMAIL=ses")
        found["email"] = SesEmail(env["MESSAGES_FROM"], region, endpoint)
    elif email == "outbox":
        found["email"] = outbox
    else:
        raise ValueError("MESSAGES_EMAIL must be ses or outbox")
    return found
