"""Typed errors of the case services. `detail` is Korean and fit to be shown: what happened, what to do next."""

from __future__ import annotations


class CaseError(Exception):
    """Base. `code` is stable; routes map it to a status."""

    code = "case_error"
    status = 400

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(self.code)


class NotFound(CaseError):
    code, status = "not_found", 404

    def __init__(self, detail: str = "찾으시는 내용이 없습니다. 번호를 확인해 주세요.") -> None:
        super().__init__(detail)


class NotAllowed(CaseError):
    """The rule of the procedure does not allow it now."""

    code, status = "not_allowed", 409


class BadRequest(CaseError):
    """The request contradicts the case (a term too short, a schedule that does not fit)."""

    code, status = "unprocessable", 422


class Mismatch(CaseError):
    """The same reference was used before with other content."""

    code, status = "reference_reused", 422

    def __init__(
        self, detail: str = "같은 번호로 다른 내용이 이미 접수되어 있습니다. 새 번호로 보내 주세요."
    ) -> None:
        super().__init__(detail)


class Busy(CaseError):
    """Others kept changing the case; nothing was written and the call may be made again."""

    code, status = "busy", 503

    def __init__(self, detail: str = "지금 다른 변경과 겹쳤습니다. 잠시 뒤에 다시 해 주세요.") -> None:
        super().__init__(detail)
