"""What is held, is said; what is erased, is gone; what is past its time, does not stay; nothing goes abroad unasked."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from chalicelib.cases import credit, desk, imports, reliefs, service
from chalicelib.cases import head as heads
from chalicelib.cases.inputs import EnrolIn, ReliefIn, ScoreIn
from chalicelib.channels.doorbell import ListDoorbell
from chalicelib.channels.outbox import Outbox
from chalicelib.consult import transfer
from chalicelib.consult.llm import Settings as ModelSettings
from chalicelib.functions.inbound import receive
from chalicelib.functions.retention import COUNTERS, KEEPS, retain
from chalicelib.functions.send import drain
from chalicelib.functions.sweep import sweep
from chalicelib.store import keys
from chalicelib.store.shapes import SHAPES, dress
from chalicelib.store.sqlite import SqliteTable
from chalicelib.store.table import Item, Table
from chalicelib.web import notices
from chalicelib.web import services as web_services
from chalicelib.web.blueprints import all_routes
from chalicelib.web.sessions import Consents
from chalicelib.web.settings import CONSENT_VERSION
from docs import data_protection
from tests.aftercare.support import PHONE, PLAN, Clock, seoul
from tests.web.support import Service, Visitor, running

ROOT = Path(__file__).resolve().parents[2]
MARK = "별난표식"
PERSONAL = {kind for kind, shape in SHAPES.items() if shape.personal}


def raw(folder: Path) -> str:
    """Everything in the table's file, expired items too."""
    with sqlite3.connect(folder / "test.sqlite3") as base:
        rows = base.execute("SELECT pk, sk, data FROM items").fetchall()
    return json.dumps([[str(cell) for cell in row] for row in rows], ensure_ascii=False)


def kinds(text: str) -> set[str]:
    return {kind for kind in SHAPES if f'\\"kind\\":\\"{kind}\\"' in text or f'"kind":"{kind}"' in text}


def person_with_everything(service_: Service, visitor: Visitor) -> str:
    """A session that left its mark in every kind of item there is about a person; answers the case's id."""
    table, clock = service_.services.table, service_.clock
    visitor.tell({"age": 45, "assets": [{"kind": "home", "value": 1, "note": MARK}]})
    settings = {"addresses": [{"channel": "sms", "to": PHONE, "confirmed": True}], "phrase": MARK}
    clock.moment = seoul("2026-01-05 10:00")
    body = EnrolIn.parse({"consent": True, "plan": PLAN, "reminders": settings, "reference": "A-777"})
    enrolled, _ = service.enrol(table, body, "person", clock.now(), "k", session_id=visitor.id)
    case_id = enrolled.case.id
    for _ in range(30):
        clock.move(hours=12)
        bell = ListDoorbell()
        sweep(table, bell, clock.now())
        drain(table, {"sms": Outbox(table, clock.now)}, bell.rung, clock.now())
    asked = ReliefIn.parse({"kind": "deferral", "reasons": ["job_loss"], "note": MARK})
    reliefs.request(table, case_id, asked, "person", clock.now(), "r")
    receive(table, PHONE, "2", "m1", clock.now())
    credit.put(table, case_id, ScoreIn.parse({"month": "2026-01", "nice": 511}), "person", clock.now())
    now, session_pk = clock.now(), keys.session_pk(visitor.id)
    later = clock.epoch() + 86_400 * 400
    planted: dict[str, tuple[keys.Name, dict[str, Any]]] = {
        "turn": (keys.turn(visitor.id, 1), {"number": 1, "at": "", "text": MARK, "reply": {"text": MARK}}),
        "assessment": (
            keys.assessment(visitor.id, now.date(), "a1"),
            {"as_of": "", "law_version": "", "program_version": "", "result": MARK},
        ),
        "referral": (
            keys.referral("r1"),
            {"session_id": visitor.id, "status": "open", "summary": MARK, "opened_at": ""},
        ),
        "link": (keys.link(visitor.id, "referral", "r1"), {"id": "r1"}),
        "instalment": (keys.instalment(case_id, 1), {"number": 1, "due_on": "", "amount": 1, "note": MARK}),
        "payment": (keys.payment(case_id, "p"), {"amount": 1, "paid_on": "", "reference": MARK}),
        "outgoing": (keys.outgoing(case_id, "o1"), {"channel": "sms", "status": "", "text": MARK}),
        "audit": (
            keys.audit(keys.referral_pk("r1"), now, "a1"),
            {"who": "s", "what": "x", "at": "", "after": MARK},
        ),
        "once": (keys.once(session_pk, "k1"), {"body_hash": "", "body": MARK}),
    }
    for kind, (name, fields) in planted.items():
        table.put(Item(*name, dress(kind, fields), expires_at=later))
    handed = visitor.ask("POST", "/handover")
    assert handed.status == 201, handed.raw
    return case_id


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Service]:
    with running(tmp_path) as started:
        started.clock.moment = seoul("2026-01-05 10:00")
        yield started


def test_after_the_erasure_no_mark_of_the_person_is_left_in_any_kind_of_item(
    here: Service, tmp_path: Path
) -> None:
    visitor, other = here.open(), here.open()
    case_id = person_with_everything(here, visitor)
    before = raw(tmp_path)
    # What a mark was planted in is all that the shapes call personal: a new kind has to be added above.
    assert kinds(before) >= PERSONAL, PERSONAL - kinds(before)
    assert MARK in before and "01012345678" in before.replace("-", "")
    exported = json.dumps(visitor.ask("GET", "/export").json, ensure_ascii=False, default=str)
    assert MARK in exported and "token_hash" not in exported

    assert visitor.ask("DELETE").status == 204
    after = raw(tmp_path)
    for trace in (MARK, visitor.id, case_id, "01012345678", PHONE, "R#r1"):
        assert trace not in after, trace
    assert other.ask("GET", "/person").status == 200
    assert visitor.ask("GET", "/person").status == 404


# --- retention ---------------------------------------------------------------------------------------------------
def ended(table: Table, clock: Clock, on: str) -> str:
    """A case that was closed on that day."""
    clock.to(f"{on} 10:00")
    body = EnrolIn.parse({"consent": True, "plan": PLAN, "reference": f"A-{on}"})
    found, _ = service.enrol(table, body, "staff", clock.now(), f"k{on}")
    closed = replace(found, version=heads.read(table, found.case.id).version)
    closed = replace(closed, case=replace(closed.case, stage="closed", stage_on=clock.now().date()))
    table.write(heads.actions(closed, clock.now(), "staff", "close")[1])
    return found.case.id


@pytest.fixture
def clock() -> Clock:
    return Clock(seoul("2026-01-05 10:00"))


@pytest.fixture
def table(tmp_path: Path, clock: Clock) -> Iterator[SqliteTable]:
    made = SqliteTable(tmp_path / "test.sqlite3", clock, "NORMAL")
    yield made
    made.close()


def test_an_ended_case_goes_on_its_day_and_not_a_day_before(table: SqliteTable, clock: Clock) -> None:
    case_id = ended(table, clock, "2026-02-10")
    running_case, _ = service.enrol(
        table, EnrolIn.parse({"consent": True, "plan": PLAN}), "staff", clock.now(), "k2"
    )
    assert retain(table, seoul("2026-03-11 00:40"), 30).cases == 0
    assert table.get(*keys.case(case_id)) is not None
    done = retain(table, seoul("2026-03-12 00:40"), 30)
    assert (done.cases, done.finished) == (1, True)
    assert table.get(*keys.case(case_id)) is None
    assert table.get(*keys.alias("case", "A-2026-02-10")) is None
    assert table.get(*keys.case(running_case.case.id)) is not None
    assert retain(table, seoul("2026-03-12 00:40"), 30).cases == 0


def test_expired_items_leave_the_file_and_the_run_is_written_down_without_names(
    table: SqliteTable, clock: Clock, tmp_path: Path
) -> None:
    fields = {"token_hash": "x", "channel": "web", "consents": {}, "opened_at": "", "person": MARK}
    table.put(Item(*keys.session("s-old-one"), dress("session", fields), expires_at=clock() + 10))
    clock.on(seconds=9)
    assert retain(table, clock.now(), 30).expired == 0
    clock.on(seconds=1)
    assert table.get(*keys.session("s-old-one")) is None and MARK in raw(tmp_path)
    assert retain(table, clock.now(), 30).expired == 1
    assert MARK not in raw(tmp_path) and "s-old-one" not in raw(tmp_path)
    note = table.get(*keys.meta("retention"))
    assert note is not None and (note.data["cases"], note.data["expired"]) == (0, 1)


def test_a_run_that_is_stopped_says_so_and_the_next_goes_on(table: SqliteTable, clock: Clock) -> None:
    for day in ("2026-02-01", "2026-02-02", "2026-02-03"):
        ended(table, clock, day)
    answers = iter([False, True])
    first = retain(table, seoul("2026-06-01 00:40"), 30, lambda: next(answers, True))
    assert (first.cases, first.finished) == (1, False)
    assert retain(table, seoul("2026-06-01 00:40"), 30).cases == 2


def test_a_case_that_lives_again_is_left_though_the_index_still_names_it(
    table: SqliteTable, clock: Clock
) -> None:
    case_id = ended(table, clock, "2026-02-01")
    item = table.get(*keys.case(case_id))
    assert item is not None
    table.put(replace(item, data={**item.data, "stage": "in_payment"}), item.version)
    assert retain(table, seoul("2026-06-01 00:40"), 30).cases == 0


# --- what is said ------------------------------------------------------------------------------------------------
def test_every_kind_has_a_purpose_and_an_end() -> None:
    assert KEEPS.keys() == SHAPES.keys()
    for keep in (*KEEPS.values(), *COUNTERS.values()):
        assert keep.why and keep.until and keep.basis


def test_every_kind_and_counter_that_the_program_writes_has_its_row() -> None:
    """Found in the source, so that a new one cannot be written without a row on the page."""
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "chalicelib").rglob("*.py"))
    written = set(re.findall(r'\bdress\("(\w+)"', source))
    counted = set(re.findall(r'keys\.counter\("([\w.]+)"', source))
    assert written and counted
    assert written <= KEEPS.keys()
    assert counted == COUNTERS.keys()
    page = data_protection.page()
    assert all(f"| `{kind}` |" in page for kind in written)
    assert all(f"| counter `{name}` |" in page for name in counted)


def test_every_item_in_the_raw_file_has_its_row(here: Service, tmp_path: Path) -> None:
    person_with_everything(here, here.open())
    with sqlite3.connect(tmp_path / "test.sqlite3") as base:
        rows = base.execute("SELECT pk, data FROM items").fetchall()
    assert len(rows) > 20
    for pk, data in rows:
        fields = json.loads(data)
        if pk.startswith("N#"):
            assert pk.split("#")[1] in COUNTERS, pk
        else:
            assert fields["kind"] in KEEPS, pk


DAY = 86_400


def test_words_of_a_crisis_are_kept_a_day_and_others_as_long_as_the_session(here: Service) -> None:
    visitor = here.open()
    for text in ("개인회생이 뭔가요?", "죽고 싶어요"):
        assert visitor.ask("POST", "/messages", {"text": text}).status == 200
    table, now = here.table.inner, here.clock.epoch()
    plain, crisis = (table.get(*keys.turn(visitor.id, n)) for n in (1, 2))
    session = table.get(*keys.session(visitor.id))
    assert plain and crisis and session
    assert (plain.expires_at, crisis.expires_at) == (session.expires_at, now + DAY)
    kept = table.query(keys.session_pk(visitor.id), keys.ONCE).items
    assert all(item.expires_at <= now + DAY for item in kept if item.expires_at)


def test_a_referral_its_number_and_its_trail_end_after_ninety_days(here: Service) -> None:
    visitor = here.open()
    made = visitor.ask("POST", "/referrals", {"summary": "연락을 기다려요", "agreed": True}).json
    table, until = here.table.inner, here.clock.epoch() + 90 * DAY
    desk.take_referral(table, made["id"], "taken", None, "staff:1", here.clock.now())
    found = table.query(keys.referral_pk(made["id"])).items
    assert {item.data["kind"] for item in found} == {"referral", "audit"}
    alias = table.get(*keys.alias("referral", made["reference"]))
    assert alias
    assert {item.expires_at for item in (*found, alias)} == {until}


def test_an_import_and_its_refused_rows_end_after_ninety_days(here: Service, tmp_path: Path) -> None:
    file = tmp_path / "rows.csv"
    file.write_text("case_reference,reference,paid_on,amount\nnobody,P-1,2026-01-02,1000\n", encoding="utf-8")
    table, now = here.table.inner, here.clock.now()
    job = imports.run(table, file, "payments", "system", now).job_id
    found = table.query(keys.job(job).pk).items
    assert {item.data["kind"] for item in found} == {"job", "job_row"}
    assert {item.expires_at for item in found} == {here.clock.epoch() + 90 * DAY}


def test_the_page_is_the_one_that_the_code_makes() -> None:
    assert (ROOT / "docs/data-protection.md").read_text("utf-8") == data_protection.page()


def test_every_consent_has_its_notice_and_the_version_is_the_stored_one(here: Service) -> None:
    answer = here.ask("GET", "/v1/notices").json
    assert answer["version"] == CONSENT_VERSION
    named = {one["consent"] for one in notices.wording()["notices"]} - {None}
    assert named == Consents.fields.keys()
    text = " ".join(sentence for one in answer["notices"] for sentence in one["says"])
    assert "30일" in text and "24시간" in text and "{" not in text
    assert answer["operator"] == {"name": None, "contact": None, "supervisor": None}


USED = {"2026-11": "1248edd841c4415c"}
"""Digest of each version of the wording. A used version is never edited: a change is a new version."""


def test_a_wording_that_was_used_is_not_edited() -> None:
    found = {
        path.stem: hashlib.sha256(path.read_bytes()).hexdigest()[:16]
        for path in notices.FOLDER.glob("*.json")
    }
    assert found == USED


# --- abroad ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("url", "stated", "where"),
    [
        ("", "", "undeclared"),
        ("https://api.model.example/v1", "", "undeclared"),
        ("https://api.model.example/v1", "yes", "undeclared"),
        ("https://api.model.example/v1", "domestic", "domestic"),
        ("https://api.model.example/v1", "overseas", "overseas"),
        ("http://127.0.0.1:11434/v1", "", "local"),
        ("http://10.0.0.7/v1", "", "local"),
        ("http://model:8000/v1", "", "local"),
        ("http://llm.internal/v1", "", "local"),
        ("http://127.0.0.1.evil.example/v1", "", "undeclared"),
        ("http://8.8.8.8/v1", "", "undeclared"),
    ],
)
def test_nothing_is_sent_until_the_operator_says_where_the_model_is(
    url: str, stated: str, where: str
) -> None:
    env = {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": url, "MODEL_TRANSFER": stated}
    assert transfer.place(url, env) == where
    settings = ModelSettings.from_environment(env)
    assert (settings is None) == (where == "undeclared")


def test_sentences_go_abroad_only_for_people_who_agreed(
    here: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    from chalicelib.vault import Environment

    env = {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "https://m.example/v1", "MODEL_TRANSFER": "overseas"}
    monkeypatch.setattr(web_services, "ENVIRONMENT", Environment(env))
    agreed = {"overseas_transfer": {"given": True, "version": CONSENT_VERSION}}
    refused = {"overseas_transfer": {"given": False, "version": CONSENT_VERSION}}
    assert here.services.model(agreed) is not None
    for consents in (None, {}, refused, {"overseas_transfer": True}, {"ai_notice": {"given": True}}):
        assert here.services.model(consents) is None
    answer = here.ask("GET", "/v1/notices").json
    assert answer["overseas_transfer"] is True
    assert "overseas_transfer" in {one["code"] for one in answer["notices"]}


def test_where_nothing_goes_abroad_nobody_is_asked_about_it(here: Service) -> None:
    answer = here.ask("GET", "/v1/notices").json
    assert answer["overseas_transfer"] is False
    assert "overseas_transfer" not in {one["code"] for one in answer["notices"]}


def test_no_route_takes_a_resident_number_or_needs_a_name() -> None:
    for route in all_routes():
        for name in route.body.schemas() if route.body else {}:
            schema = json.dumps(route.body.schemas()[name], ensure_ascii=False) if route.body else ""
            assert "주민등록번호" not in schema and "resident" not in schema and "성명" not in schema
