"""Cases over HTTP: enrol, look up, book payments, stages, credit scores, the person's answers. Thin over `cases`.

A person holds a case through the session that enrolled it, or through a code that a counsellor gives out (`links`).
What must not enter: arithmetic, a date rule, a figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chalicelib.cases.inputs import REFERENCE, AnswerIn, EnrolIn, PaymentIn, ScoreIn, StageIn, VoidIn
from chalicelib.shapes import Record, count, flag, text
from chalicelib.store import keys
from chalicelib.store.table import PRESENT, Action, Check, Table

from . import case_reminders, held, tokens
from .case_access import BOOKING, CASE, DESK, PERSON, Access, once_of, session_of, staff_of, told
from .case_access import held as by_holder
from .case_schemas import ANSWERED, CASE_ANSWER, PATH, PAYMENT_ANSWER, SCORE
from .keeping import Also, Keeping, carried
from .problem import invalid
from .route import OWN, STAFF, Answer, Call, Routes

if TYPE_CHECKING:
    from chalicelib.cases.head import Head

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
    once=OWN,
    answers=CASE_ANSWER,
    example={"plan": _PLAN, "consent": True, "session_id": "0af7651916cd43dd8448eb211c80319c"},
    problems=("conflict", "forbidden"),
)
def enrol(call: Call) -> Answer:
    """By staff, or by the person from a session. With an Idempotency-Key the same request is the same case."""
    from chalicelib.cases import service

    body: Enrolment = call.body
    staff = staff_of(call, BOOKING)
    if staff is None:
        # Before the session is read no more of it than the form of its number is trusted.
        wanted = body.session_id if tokens.is_id(body.session_id or "") else None
        once = once_of(call, keys.session_pk(wanted), PERSON) if wanted else None
        table = Keeping(call.services.table, once)
        session = session_of(call, table, body.session_id or "")
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
        # The kept answer lies with the case that the key makes, so that it is erased with it.
        kept_by = keys.case_pk(service.id_for(f"{owner}|{call.idempotency_key}"))
        table = Keeping(call.services.table, once_of(call, kept_by, who))

    key, now = call.idempotency_key, call.services.now()
    scoped = f"{owner}|{key}" if key else None

    def work(store: Table, also: Also) -> tuple[Head, bool]:
        def with_it(done: Any) -> list[Action]:
            # A session erased meanwhile leaves no case behind that nobody holds.
            holds = [Check(*keys.session(session_id), PRESENT)] if session_id else []
            return [*also(done), *holds]

        return service.enrol(store, body, who, now, scoped, session_id, with_it)

    with told():
        return carried(table, lambda done: _shown(call, done[0], status=201, location=True), work)


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
    from chalicelib.cases import progress

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
    once=OWN,
    answers=PAYMENT_ANSWER,
    example={"reference": "2026-12-0001", "paid_on": "2026-11-20", "amount": 100_000},
    problems=("conflict",),
)
@by_holder(*BOOKING)
def pay(call: Call, access: Access) -> Answer:
    """The reference is the payment: sent again it is booked once, with other content it is refused (422)."""
    from chalicelib.cases import progress, service

    now = call.services.now()

    def booked(done: tuple[Head, bool]) -> Answer:
        head, new = done
        return Answer({"payment": call.body.dump(), "new": new, "case": progress.shown(head, now)}, 201)

    return carried(
        access.table,
        booked,
        lambda table, also: service.pay(table, access.id, call.body, access.who, now, also),
    )


@routes.post(
    "/v1/cases/{case_id}/payments/voids",
    "잘못 적은 납입을 취소합니다",
    auth=STAFF,
    roles=("supervisor",),
    body=Voiding,
    once=OWN,
    answers=CASE_ANSWER,
    example={"reference": "2026-12-0001", "because": "다른 사람의 납입이었습니다."},
)
@by_holder("supervisor")
def void(call: Call, access: Access) -> Answer:
    """The booking stays visible without its money. Only a supervisor takes money away."""
    from chalicelib.cases import service

    reference, because, now = str(call.body.reference), str(call.body.because), call.services.now()
    return carried(
        access.table,
        lambda head: _shown(call, head),
        lambda table, also: service.void(table, access.id, reference, because, access.who, now, also),
    )


@routes.post(
    "/v1/cases/{case_id}/stages",
    "기관이 정한 단계를 적습니다",
    auth=STAFF,
    roles=("integration", "supervisor"),
    body=StageIn,
    once=OWN,
    answers=CASE_ANSWER,
    example={"stage": "lapsed", "on": "2026-11-20", "because": "기관의 실효 통지"},
    problems=("conflict",),
)
@by_holder("integration", "supervisor")
def move(call: Call, access: Access) -> Answer:
    """A lapse, a confirmation, an abolition: decided by people elsewhere, recorded here, never inferred."""
    from chalicelib.cases import service

    now = call.services.now()
    return carried(
        access.table,
        lambda head: _shown(call, head),
        lambda table, also: service.move(table, access.id, call.body, access.who, now, also),
    )


# --- the person's word ---------------------------------------------------------------------------------------------
@routes.post(
    "/v1/cases/{case_id}/answers",
    "안내에 답합니다",
    auth=CASE,
    body=AnswerIn,
    once=OWN,
    answers=ANSWERED,
    example={"answer": "hard"},
    problems=("conflict", "forbidden"),
)
@by_holder(*DESK)
def answer(call: Call, access: Access) -> Answer:
    """지켰어요, 어려워요, 쉬고 싶어요. One answer however often it arrives under its `id` or Idempotency-Key."""
    from chalicelib.cases import replies

    name = call.body.id or call.idempotency_key or call.nonce
    said, now = str(call.body.answer), call.services.now()
    return carried(
        access.table,
        Answer,
        lambda table, also: replies.answer(
            table, access.id, said, access.who, now, f"{access.who}|{name}", also
        ),
    )


def _snapshot(call: Call, who: str) -> list[keys.Name]:
    from chalicelib.cases import credit

    return [credit.name(call.params["case_id"], call.body)]


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
@by_holder(*DESK, also_read=_snapshot)
def score(call: Call, access: Access) -> Answer:
    """One snapshot a month; the same month again replaces it, the same scores again change nothing."""
    from chalicelib.cases import credit

    kept = credit.put(access.table, access.id, call.body, access.who, call.services.now())
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
    from chalicelib.cases import credit

    months = 12 if call.query.months is None else call.query.months
    return Answer(credit.read(access.table, access.id, call.services.now(), months))


# --- what is held --------------------------------------------------------------------------------------------------
def _export(table: Table, case_id: str) -> dict[str, Any] | None:
    from chalicelib.cases import held as cases_held

    return cases_held.export(table, case_id)


def _erase(table: Table, case_id: str) -> None:
    from chalicelib.cases import held as cases_held

    cases_held.erase(table, case_id)


held.LINKED["case"] = (_export, _erase)
