"""Cases over HTTP: enrol, look up, book payments, stages, credit scores, the person's answers. Thin over `cases`.

A person holds a case through the session that enrolled it, or through a code that a counsellor gives out (`links`).
What must not enter: arithmetic, a date rule, a figure.
"""

from __future__ import annotations

import secrets
from typing import Final

from chalicelib.cases import credit, progress, replies, service
from chalicelib.cases import held as cases_held
from chalicelib.cases.head import Head
from chalicelib.cases.inputs import REFERENCE, AnswerIn, EnrolIn, PaymentIn, ScoreIn, StageIn, VoidIn
from chalicelib.shapes import Record, count, flag, text
from chalicelib.store import keys

from . import case_reminders, held
from .case_access import BOOKING, CASE, DESK, PERSON, Access, key_of, once, session_of, staff_of, told
from .case_access import held as by_holder
from .case_schemas import ANSWERED, CASE_ANSWER, PATH, PAYMENT_ANSWER, SCORE
from .problem import invalid
from .route import CLAIMED, STAFF, Answer, Call, Routes

routes = Routes("진행 사례")

_PLAN: Final = {
    "remedy": "individual_workout",
    "agreed_on": "2026-11-02",
    "total": 4_800_000,
    "count": 48,
    "first_due": "2026-12-25",
    "interest_bearing": False,
    "secured": False,
}


class Enrolment(EnrolIn):
    """`session_id`: the person's own session; staff leave it out and hand over a code instead."""

    title = "사후 관리 등록"
    session_id = text("본인의 세션 번호", 64)


class Voiding(VoidIn):
    title = "납입 취소"
    reference = text("납입 번호", 64, REFERENCE)
    must = ("reference", "because")  # type: ignore[assignment]


class CaseLook(Record):
    title = "진행상황 보기"
    schedule: bool | None = flag("회차와 납입을 하나씩 볼지")


class ScoresAhead(Record):
    title = "점수의 길"
    months: int | None = count("앞으로 볼 달 수", 0, 36)


@routes.post(
    "/v1/cases",
    "진행 사례를 등록합니다",
    auth=CASE,
    body=Enrolment,
    status=201,
    answers=CASE_ANSWER,
    example={"plan": _PLAN, "consent": True, "session_id": "0af7651916cd43dd8448eb211c80319c"},
    problems=("conflict", "forbidden", "idempotency_mismatch", "in_progress"),
)
def enrol(call: Call) -> Answer:
    """By staff, or by the person from a session. With an Idempotency-Key the same request is the same case."""
    body: Enrolment = call.body
    staff = staff_of(call, BOOKING)
    if staff is None:
        session = session_of(call, body.session_id or "")
        if body.reference is not None:
            raise invalid("/reference", "staff_only", "기관의 사건 번호는 담당자만 적을 수 있습니다.")
        if body.reminders is not None:
            body = body.replace(reminders=case_reminders.unproven(body.reminders, None))
        owner, who, session_id = session.pk, PERSON, session.id
    else:
        if body.session_id is not None:
            says = "다른 사람의 세션에는 이을 수 없습니다. 등록한 뒤 연결 번호를 드려 주세요."
            raise invalid("/session_id", "person_only", says)
        owner, who, session_id = keys.creation_pk(staff.id), staff.id, None

    def make() -> Answer:
        key = key_of(call)
        head, _ = service.enrol(
            call.services.table,
            body,
            who,
            call.services.now(),
            f"{owner}|{key}" if key else None,
            session_id,
        )
        return _shown(call, head, status=201, location=True)

    with told():
        return once(call, owner, call.body.dump(), make)


@routes.get(
    "/v1/cases/{case_id}",
    "진행상황을 보여 줍니다",
    auth=CASE,
    query=CaseLook,
    answers=CASE_ANSWER,
    edited=True,
    problems=("forbidden",),
)
@by_holder(*BOOKING)
def show(call: Call, access: Access) -> Answer:
    """Stage, paid, left, next due, missed, standing, milestones. With `schedule` every instalment and allocation."""
    return _shown(call, access.head, schedule=call.query.schedule is True)


def _shown(
    call: Call, head: Head, *, schedule: bool = False, status: int = 200, location: bool = False
) -> Answer:
    """The case as of now. Its tag changes with the case and with the day: both change what is said."""
    body = progress.shown(head, call.services.now(), instalments=schedule)
    headers = {"Location": f"/v1/cases/{head.case.id}"} if location else {}
    tag = f"{head.version}-{call.services.today():%Y%m%d}{'-s' if schedule else ''}"
    return Answer(body, status, headers, etag=tag)


# --- money and stages ----------------------------------------------------------------------------------------------
@routes.post(
    "/v1/cases/{case_id}/payments",
    "납입을 적습니다",
    auth=STAFF,
    roles=BOOKING,
    body=PaymentIn,
    status=201,
    once=CLAIMED,
    answers=PAYMENT_ANSWER,
    example={"reference": "2026-12-0001", "paid_on": "2026-11-20", "amount": 100_000},
    problems=("conflict", "idempotency_mismatch"),
)
def pay(call: Call) -> Answer:
    """The reference is the payment: sent again it is booked once, with other content it is refused (422)."""
    with told():
        head, new = service.pay(
            call.services.table, call.params["case_id"], call.body, call.worker.id, call.services.now()
        )
        case = progress.shown(head, call.services.now())
    return Answer({"payment": call.body.dump(), "new": new, "case": case}, 201)


@routes.post(
    "/v1/cases/{case_id}/payments/voids",
    "잘못 적은 납입을 취소합니다",
    auth=STAFF,
    roles=("supervisor",),
    body=Voiding,
    once=CLAIMED,
    answers=CASE_ANSWER,
    example={"reference": "2026-12-0001", "because": "다른 사람의 납입이었습니다."},
)
def void(call: Call) -> Answer:
    """The booking stays visible without its money. Only a supervisor takes money away."""
    with told():
        head = service.void(
            call.services.table,
            call.params["case_id"],
            str(call.body.reference),
            str(call.body.because),
            call.worker.id,
            call.services.now(),
        )
        return _shown(call, head)


@routes.post(
    "/v1/cases/{case_id}/stages",
    "기관이 정한 단계를 적습니다",
    auth=STAFF,
    roles=("integration", "supervisor"),
    body=StageIn,
    once=CLAIMED,
    answers=CASE_ANSWER,
    example={"stage": "lapsed", "on": "2026-11-20", "because": "기관의 실효 통지"},
    problems=("conflict",),
)
def move(call: Call) -> Answer:
    """A lapse, a confirmation, an abolition: decided by people elsewhere, recorded here, never inferred."""
    with told():
        head = service.move(
            call.services.table, call.params["case_id"], call.body, call.worker.id, call.services.now()
        )
        return _shown(call, head)


# --- the person's word ---------------------------------------------------------------------------------------------
@routes.post(
    "/v1/cases/{case_id}/answers",
    "안내에 답합니다",
    auth=CASE,
    body=AnswerIn,
    answers=ANSWERED,
    example={"answer": "hard"},
    problems=("conflict", "forbidden", "idempotency_mismatch", "in_progress"),
)
@by_holder(*DESK)
def answer(call: Call, access: Access) -> Answer:
    """지켰어요, 어려워요, 쉬고 싶어요. One answer however often it arrives under its `id` or Idempotency-Key."""

    def make() -> Answer:
        name = call.body.id or key_of(call) or secrets.token_hex(12)
        said = replies.answer(
            call.services.table,
            access.id,
            str(call.body.answer),
            access.who,
            call.services.now(),
            f"{access.who}|{name}",
        )
        return Answer(said)

    return once(call, keys.case_pk(access.id), call.body.dump(), make)


@routes.post(
    "/v1/cases/{case_id}/credit-scores",
    "이달의 신용점수를 적습니다",
    auth=CASE,
    body=ScoreIn,
    status=201,
    answers=SCORE,
    example={"month": "2026-11", "nice": 612},
    problems=("forbidden",),
)
@by_holder(*DESK)
def score(call: Call, access: Access) -> Answer:
    """One snapshot a month; the same month again replaces it."""
    kept = credit.put(call.services.table, access.id, call.body, access.who, call.services.now())
    return Answer(kept, 201)


@routes.get(
    "/v1/cases/{case_id}/credit-scores",
    "신용점수가 걸어온 길과 앞으로의 어림을 보여 줍니다",
    auth=CASE,
    query=ScoresAhead,
    answers=PATH,
    problems=("forbidden",),
)
@by_holder(*DESK)
def path(call: Call, access: Access) -> Answer:
    """Snapshots, the removal of the record, products that open, and a chart as SVG."""
    months = 12 if call.query.months is None else call.query.months
    return Answer(credit.read(call.services.table, access.id, call.services.now(), months))


# --- what is held --------------------------------------------------------------------------------------------------
held.LINKED["case"] = (cases_held.export, cases_held.erase)
