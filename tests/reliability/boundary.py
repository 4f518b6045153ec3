"""The AWS boundary with one fault in it: a client whose n-th call goes wrong in a named way.

What must not enter: routes, functions. It serves DynamoDB and SQS alike.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

FAULTS: Final[dict[str, str]] = {
    "throttled": "the call is refused because too many came",
    "no answer, no effect": "the connection fails before the call arrives",
    "no answer, effect": "the call takes effect, its answer is lost",
    "outcome unknown": "the answer is lost and so is the answer to the question whether it took effect",
    "twice": "the answer is lost inside the AWS library, which repeats the call",
    "busy": "another transaction holds the item for a moment",
    "overtaken": "the same request of another client is served whole just before the call",
    "partial": "a batch is served in part",
    "killed before": "the process dies before the call; the next one is a cold start",
    "killed after": "the process dies after the call took effect; the next one is a cold start",
    "killed, clock behind": "as before, and the next machine's clock is four minutes behind",
}
"""Name -> what happens. The order is that of the columns of the matrix."""

_READS: Final = frozenset({"get_item", "query", "batch_get_item"})
"""Before and after a read a dying process leaves the same as before the next write."""
_DEATHS: Final = ("killed before", "killed after", "killed, clock behind")
_BATCHES: Final = {"batch_get_item", "batch_write_item", "send_message_batch"}


class Killed(BaseException):
    """The process ends here: nothing after it runs, and no `except Exception` sees it."""


@dataclass
class Boundary:
    """A client of AWS. Before a run `arm` it; `calls` names the operations made since."""

    inner: Any
    calls: list[str] = field(default_factory=list)
    struck: bool = False
    _at: int = -1
    _fault: str = ""
    _other: Callable[[], object] = lambda: None

    def arm(self, at: int = -1, fault: str = "", other: Callable[[], object] = lambda: None) -> None:
        """Let the call number `at` (from 0) go wrong. `other` is what overtakes."""
        self.calls, self.struck = [], False
        self._at, self._fault, self._other = at, fault, other

    def __getattr__(self, operation: str) -> Any:
        real = getattr(self.inner, operation)
        if operation.startswith("_") or operation in ("exceptions", "meta", "close"):
            return real

        def call(**given: Any) -> Any:
            index = len(self.calls)
            self.calls.append(operation)
            unread = self._fault == "outcome unknown" and self.struck and index == self._at + 1
            if index != self._at and not unread:
                return real(**given)
            self.struck = True
            return _strike(
                "no answer, no effect" if unread else self._fault, operation, real, given, self._other
            )

        return call


def applies(fault: str, operation: str) -> bool:
    """Whether the fault means anything for the operation."""
    if fault == "partial":
        return operation in _BATCHES
    if fault in ("twice", "busy", "outcome unknown"):
        return operation in ("update_item", "delete_item", "transact_write_items")
    if fault == "overtaken":
        return operation != "send_message_batch"
    return not (operation in _READS and fault in ("no answer, effect", *_DEATHS))


def _strike(fault: str, operation: str, real: Any, given: dict[str, Any], other: Callable[[], object]) -> Any:
    if fault == "throttled":
        said: dict[str, Any] = {"Error": {"Code": "ProvisionedThroughputExceededException", "Message": ""}}
        raise ClientError(said, operation)
    if fault == "no answer, no effect":
        raise EndpointConnectionError(endpoint_url="http://aws.invalid")
    if fault == "killed before":
        raise Killed
    if fault == "overtaken":
        other()
        return real(**given)
    if fault == "busy":
        return _busy(operation, given)
    if fault == "partial":
        return _partly(operation, real, given)
    real(**given)
    if fault.startswith("killed"):
        raise Killed
    if fault == "twice":
        return real(**given)
    raise ReadTimeoutError(endpoint_url="http://aws.invalid")


def _busy(operation: str, given: dict[str, Any]) -> None:
    if operation != "transact_write_items":
        code: dict[str, Any] = {"Error": {"Code": "TransactionConflictException", "Message": ""}}
        raise ClientError(code, operation)
    reasons = [{"Code": "TransactionConflict"}] + [{"Code": "None"}] * (len(given["TransactItems"]) - 1)
    cancelled: Any = {
        "Error": {"Code": "TransactionCanceledException", "Message": ""},
        "CancellationReasons": reasons,
    }
    raise ClientError(cancelled, operation)


def _partly(operation: str, real: Any, given: dict[str, Any]) -> Any:
    if operation == "send_message_batch":
        entries = given["Entries"]
        answer = real(**{**given, "Entries": entries[:1]})
        failed = [{"Id": one["Id"], "SenderFault": False, "Code": "InternalError"} for one in entries[1:]]
        return {**answer, "Failed": failed}
    ((name, asked),) = given["RequestItems"].items()
    if operation == "batch_write_item":
        answer = real(RequestItems={name: asked[:1]})
        return {**answer, "UnprocessedItems": {name: asked[1:]} if asked[1:] else {}}
    rest = asked["Keys"][1:]
    answer = real(RequestItems={name: {**asked, "Keys": asked["Keys"][:1]}})
    return {**answer, "UnprocessedKeys": {name: {**asked, "Keys": rest}} if rest else {}}
