"""Who may call from a browser on another origin. Chalice's own support knows one origin and forgets error answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from chalice.app import Response

from .respond import API_HEADERS
from .services import services
from .settings import Settings

_EXPOSED: Final = "ETag, Location, Retry-After, X-Trace-Id, Idempotency-Replayed, Deprecation, Sunset, Link"
_ALLOWED: Final = "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, X-Trace-Id"


def headers(settings: Settings, origin: str | None) -> dict[str, str]:
    """The headers that let a configured origin read an answer; none for any other."""
    if not settings.cors_origins:
        return {}
    if origin is None or origin not in settings.cors_origins:
        return {"Vary": "Origin"}
    return {
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Expose-Headers": _EXPOSED,
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Vary": "Origin",
    }


def preflight_headers(
    settings: Settings, request_headers: Mapping[str, str], methods: tuple[str, ...]
) -> dict[str, str]:
    """What an OPTIONS request is told: the methods of the path and, for a configured origin, that it may use them."""
    told = {"Allow": ", ".join(methods), **headers(settings, request_headers.get("origin"))}
    if "Access-Control-Allow-Origin" in told:
        told |= {
            "Access-Control-Allow-Headers": _ALLOWED,
            "Access-Control-Allow-Methods": ", ".join(methods),
            "Access-Control-Max-Age": "600",
        }
    return told


def preflight(blueprint: Any, methods: tuple[str, ...]) -> Callable[..., Response]:
    """The view that answers OPTIONS on one path."""

    def view(**params: str) -> Response:
        told = preflight_headers(services().settings, blueprint.current_request.headers, methods)
        return Response(body="", status_code=204, headers={**API_HEADERS, **told})

    return view
