"""The bill of materials of the packaged program, CycloneDX 1.6 in JSON: `python -m infra.sbom > sbom.json`.

Made from the installed packages' own metadata, so it is what runs: requirements.txt and all that it brings. The same
input gives the same bytes (no time, no random number). What must not enter: development packages, a network.
"""

from __future__ import annotations

import json
import re
import sys
import uuid
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any, Final

from packaging.requirements import Requirement

ROOT: Final = Path(__file__).resolve().parent.parent


def _name(text: str) -> str:
    return re.sub(r"[-_.]+", "-", text).lower()


def required(path: Path = ROOT / "requirements.txt") -> list[Requirement]:
    """The run-time requirements, as pinned."""
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [Requirement(line) for line in lines if line]


def installed(roots: list[Requirement]) -> dict[str, Distribution]:
    """Name -> distribution of the requirements and everything they bring. Raises PackageNotFoundError."""
    found: dict[str, Distribution] = {}
    todo = [(one, extra) for one in roots for extra in (one.extras or {""})]
    while todo:
        requirement, extra = todo.pop()
        name = _name(requirement.name)
        if name in found:
            continue
        found[name] = distribution(requirement.name)
        for text in found[name].requires or []:
            below = Requirement(text)
            if below.marker is None or below.marker.evaluate({"extra": extra}):
                todo += [(below, inner) for inner in (below.extras or {""})]
    return dict(sorted(found.items()))


def _needs(one: Distribution, known: dict[str, Distribution]) -> list[str]:
    names = {_name(Requirement(text).name) for text in one.requires or []}
    return sorted(_url(known[name], name) for name in names & known.keys())


def _url(one: Distribution, name: str) -> str:
    return f"pkg:pypi/{name}@{one.version}"


def _component(name: str, one: Distribution) -> dict[str, Any]:
    told: Any = one.metadata  # an email.message.Message, typed as less
    licence = told.get("License-Expression")
    made: dict[str, Any] = {
        "type": "library",
        "bom-ref": _url(one, name),
        "name": name,
        "version": one.version,
        "purl": _url(one, name),
    }
    if licence:
        made["licenses"] = [{"expression": licence}]
    elif (told.get("License") or "").strip():
        made["licenses"] = [{"license": {"name": str(told["License"]).splitlines()[0][:80]}}]
    else:
        named = [c.rsplit(" :: ", 1)[1] for c in told.get_all("Classifier") or [] if c[:7] == "License"]
        if named:
            made["licenses"] = [{"license": {"name": name}} for name in named[:1]]
    return made


def document(version: str) -> dict[str, Any]:
    """The bill for this version of the program."""
    roots = required()
    found = installed(roots)
    components = [_component(name, one) for name, one in found.items()]
    top = f"pkg:generic/dasibom@{version}"
    graph = [{"ref": top, "dependsOn": sorted(_url(found[_name(r.name)], _name(r.name)) for r in roots)}]
    graph += [{"ref": _url(one, name), "dependsOn": _needs(one, found)} for name, one in found.items()]
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([version, graph]))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": top, "name": "dasibom", "version": version}
        },
        "components": components,
        "dependencies": graph,
    }


if __name__ == "__main__":
    from chalicelib.web.settings import VERSION

    json.dump(document(VERSION), sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")
