"""Every route of the service, in one list: what the app registers and what the OpenAPI document describes."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Final

from chalice.app import Blueprint

from .route import Route, blueprint
from .settings import serves_requests

MODULES: Final = (
    "health",
    "assessments",
    "comparisons",
    "products",
    "scores",
    "sessions",
    "messages",
    "referrals",
    "handovers",
    "push",
    "lessons",
    "rules",
    "notices",
    "desk_referrals",
    "cases",
    "case_reminders",
    "case_reliefs",
    "case_links",
    "desk",
    "desk_imports",
    "inbound",
    "openapi",
    "static",
    "desk_page",
)
"""Modules of this room that hold a `routes`. A new resource is one name here."""


@cache
def all_routes() -> tuple[Route, ...]:
    """The declared routes of all modules, in the order of MODULES."""
    return tuple(route for name in MODULES for route in import_module(f"chalicelib.web.{name}").routes.all)


def blueprints() -> list[Blueprint]:
    """New blueprints for one app, with the line that every scheduled, queue and direct function writes. A function that
    Lambda starts for anything but requests gets no routes: their declarations are half of its cold start."""
    from . import metrics_functions

    made = blueprint(all_routes() if serves_requests() else ())
    for kind in metrics_functions.EVENTS:
        made.register_middleware(metrics_functions.observed, kind)
    return [made]
