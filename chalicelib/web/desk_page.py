"""The desk's page at /desk and its files under /desk/, served like the booth's (`static`)."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from .route import Answer, Call, Routes
from .static import serve

routes = Routes("화면")

FOLDER: Final = Path(__file__).resolve().parent.parent / "desk"
_TEXT: Final = {"type": "string"}


@routes.get("/desk", "상담사 창구의 화면입니다", answers=_TEXT, media_type="text/html", files=True)
def page(call: Call) -> Answer:
    """The desk's page. It holds nothing about anyone before a member of staff logs in."""
    return serve("index.html", FOLDER)


@routes.get("/desk/{a}", "상담사 창구의 파일입니다", answers=_TEXT, media_type="*/*", files=True)
def file(call: Call) -> Answer:
    """A file of the desk."""
    return serve(call.params["a"], FOLDER)
