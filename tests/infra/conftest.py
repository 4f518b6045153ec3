"""The built stages, made once for each file of tests."""

from __future__ import annotations

import json
from typing import Any

import pytest

from infra import build


@pytest.fixture(scope="module", params=["dev", "prod"])
def stage(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def template(stage: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """sam.json of the stage as `make package` writes it."""
    folder = tmp_path_factory.mktemp(stage) / "out"
    build.lay_out(stage, folder)
    read: dict[str, Any] = json.loads((folder / "sam.json").read_text("utf-8"))
    return read
