"""The one seam through which a person's free text passes before it is stored."""

from __future__ import annotations

from chalicelib.assess.person import Person


def person(given: Person) -> Person:
    """The person with every note of an asset cleaned of names, numbers and addresses."""
    assets = given.assets
    if not assets or not any(asset.note for asset in assets):
        return given
    from chalicelib.consult.pii import redact  # only a person who writes notes pays for the import

    cleaned = tuple(a.replace(note=redact(a.note).text[:200]) if a.note else a for a in assets)
    return given.replace(assets=cleaned)
