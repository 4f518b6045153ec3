"""One's own record: what is on it, who sees each entry until when, what looks wrong, what is missing that would help."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from chalicelib.law import Law, law_as_of
from chalicelib.score import clocks, records
from chalicelib.score.inputs import ENTRY_KINDS, PROOFS
from chalicelib.score.standing import business_days

WHERE = {
    "bureau": "나이스평가정보(나이스지키미)나 코리아크레딧뷰로(올크레딧)의 고객센터",
    "register": "한국신용정보원(크레딧포유)",
    "holder": "그 정보를 낸 금융회사",
}


def review_record(
    entries: Sequence[Mapping[str, Any]],
    as_of: date,
    *,
    late_records_5y: int | None = None,
    proofs: Sequence[str] | None = None,
) -> dict[str, Any]:
    """Review entries (dumped `inputs.Entry` values; dates may be ISO text). `proofs`: already handed in, None = unknown.

    Raises `law.LawGap` for a day outside the tables.
    """
    law = law_as_of(as_of)
    read = [_dated(e) for e in entries]
    late = late_records_5y
    if late is None:
        late = _late_records(read, as_of, law)
    rows = [_row(i, e, as_of, law, late) for i, e in enumerate(read)]
    doubts = [d for i, e in enumerate(read) for d in _doubts(i, e, read, as_of, law, late)]
    return {
        "as_of": as_of.isoformat(),
        "entries": rows,
        "doubts": doubts,
        "how_to_correct": _how(law) if doubts else None,
        "missing": _missing(proofs, law),
        "summary": _summary(rows, doubts),
        "notice": "적어 주신 내용만으로 살펴본 결과이며, 신용평가회사의 기록 자체를 조회한 것이 아닙니다.",
    }


def _dated(entry: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(entry)
    for key in ("opened_on", "due_on", "registered_on", "cleared_on", "counted_from"):
        if isinstance(out.get(key), str):
            out[key] = date.fromisoformat(out[key])
    return out


def _late_records(entries: Sequence[Mapping[str, Any]], as_of: date, law: Law) -> int | None:
    """Late records of the repeat window that the entries themselves show; None without such a rule."""
    rule = law.get("clock.repeat")
    if rule is None:
        return None
    start = records.add_months(as_of, -12 * rule.value["years"])
    late = [e for e in entries if e["kind"] in ("short_arrears", "long_arrears")]
    return sum(1 for e in late if (e.get("due_on") or e.get("registered_on") or as_of) >= start)


def _row(i: int, e: Mapping[str, Any], as_of: date, law: Law, late: int | None) -> dict[str, Any]:
    kind = e["kind"]
    seen, removal = _SEEN[kind](e, as_of, law, late)
    return {
        "index": i,
        "kind": kind,
        "title": ENTRY_KINDS[kind],
        "holder": e.get("holder"),
        "seen_by": seen,
        "until": removal.on.isoformat() if removal.on else None,
        "says": removal.says,
        "source": removal.value.cites if removal.value else None,
        "estimate": removal.value is None or not removal.value.certain,
    }


Seen = tuple[list[dict[str, Any]], records.Removal]


def _account(e: Mapping[str, Any], as_of: date, law: Law, late: int | None) -> Seen:
    says = (
        "거래가 이어지는 동안 금융회사와 신용평가회사가 봅니다. 오래된 계좌는 점수에 도움이 될 수 있습니다."
    )
    if e.get("cleared_on"):
        says = "끝난 거래입니다. 좋은 이력도 한동안 남아 도움이 됩니다."
    return [], records.Removal(None, says, None)


def _short(e: Mapping[str, Any], as_of: date, law: Law, late: int | None) -> Seen:
    return _clock_rows(e, as_of, law, late), records.short_arrears(e.get("cleared_on"), law, late)


def _long(e: Mapping[str, Any], as_of: date, law: Law, late: int | None) -> Seen:
    return _clock_rows(e, as_of, law, late), records.long_arrears(e.get("cleared_on"), law)


def _public(e: Mapping[str, Any], as_of: date, law: Law, late: int | None) -> Seen:
    code = e.get("code")
    if code not in records.CODES:
        return [], records.Removal(None, "코드를 알면 언제 지워지는지 알려 드릴 수 있습니다.", None)
    return [], records.public_record(code, e.get("counted_from"), law, e.get("paused_months") or 0)


def _inquiry(e: Mapping[str, Any], as_of: date, law: Law, late: int | None) -> Seen:
    return [], records.Removal(
        None, "스스로 한 조회는 점수를 내리지 않습니다.", law.get("credit.right.free_report_months")
    )


_SEEN: dict[str, Callable[[Mapping[str, Any], date, Law, int | None], Seen]] = {
    "account": _account,
    "short_arrears": _short,
    "long_arrears": _long,
    "public_record": _public,
    "inquiry": _inquiry,
}


def _clock_rows(e: Mapping[str, Any], as_of: date, law: Law, late: int | None) -> list[dict[str, Any]]:
    """Who sees this arrears, when; after clearing the question is only until when."""
    if e.get("cleared_on"):
        return []
    arrears = clocks.Arrears(e.get("amount"), e.get("due_on"))
    return [r.row for r in clocks.seen_by(arrears, as_of, business_days(), late)]


def _doubts(
    i: int,
    e: Mapping[str, Any],
    everything: Sequence[Mapping[str, Any]],
    as_of: date,
    law: Law,
    late: int | None,
) -> list[dict[str, Any]]:
    """What looks wrong with one entry; each with why and where to ask."""
    out: list[dict[str, Any]] = []

    def doubt(code: str, says: str, where: str) -> None:
        out.append({"index": i, "code": code, "says": says, "ask": WHERE[where]})

    kind, amount, due, cleared = e["kind"], e.get("amount"), e.get("due_on"), e.get("cleared_on")
    if e.get("mine") is False:
        doubt(
            "not_mine",
            "내 것이 아니라고 하신 정보입니다. 명의도용일 수 있으니 서둘러 확인을 요청하세요.",
            "holder",
        )
    if any(e == other for other in everything[:i]):
        doubt("repeated", "같은 정보가 두 번 올라와 있습니다.", "bureau")
    for early, later, says in (
        ("opened_on", "cleared_on", "끝난 날이 시작한 날보다 빠릅니다."),
        ("due_on", "cleared_on", "갚은 날이 갚기로 한 날보다 빠른데 연체로 남아 있습니다."),
        ("due_on", "registered_on", "갚기로 한 날보다 먼저 등록되어 있습니다."),
    ):
        if e.get(early) and e.get(later) and e[later] < e[early]:
            doubt("dates_reversed", says, "holder")
    if any(e.get(k) and e[k] > as_of for k in ("opened_on", "registered_on", "cleared_on")):
        doubt("in_the_future", "아직 오지 않은 날짜가 적혀 있습니다.", "holder")
    if kind == "account" and cleared and amount:
        doubt("closed_with_balance", "끝난 계좌인데 남은 금액이 있습니다.", "holder")
    if kind in ("short_arrears", "long_arrears"):
        _arrears_doubts(e, kind, amount, due, cleared, as_of, law, late, doubt)
    if kind == "public_record":
        _public_doubts(e, as_of, law, doubt)
    return out


def _arrears_doubts(
    e: Mapping[str, Any],
    kind: str,
    amount: int | None,
    due: date | None,
    cleared: date | None,
    as_of: date,
    law: Law,
    late: int | None,
    doubt: Callable[[str, str, str], None],
) -> None:
    share, long = law["clock.share"], law["clock.long"]
    if kind == "short_arrears" and amount is not None and amount < share.value["amount"]:
        doubt("below_threshold", "공유되는 기준보다 적은 금액이 연체로 올라와 있습니다.", "holder")
    end = cleared or as_of
    days = share.value["business_days"]
    if kind == "short_arrears" and due and due <= end < business_days().plus_business_days(due, days):
        doubt("too_early", f"{days}영업일이 되기 전에 갚았거나 아직 그 전인데 올라와 있습니다.", "holder")
    if kind == "long_arrears" and due is not None and end < due + timedelta(days=long.value["days"]):
        doubt("not_long", f"{long.value['days']}일이 되지 않았는데 장기연체로 올라와 있습니다.", "register")
    if kind == "long_arrears" and amount is not None and amount < long.value["amount"]:
        doubt("not_long", "장기연체의 기준보다 적은 금액이 장기연체로 올라와 있습니다.", "register")
    gone = (
        records.short_arrears(cleared, law, late)
        if kind == "short_arrears"
        else records.long_arrears(cleared, law)
    )
    if gone.on is not None and as_of >= gone.on:
        doubt("kept_too_long", "쓰일 수 있는 기간이 지났는데 남아 있습니다.", "bureau")
    amnesty = law.get("credit.amnesty_2025")
    if amnesty is not None and amount is not None and due is not None and cleared is not None:
        v = amnesty.value
        born = v["born_from"] <= due.isoformat() <= v["born_to"]
        if born and amount <= v["amount_max"] and cleared.isoformat() <= v["repaid_by"]:
            doubt("amnesty", f"{amnesty.title}에 따라 공유되지 않아야 하는 연체로 보입니다.", "bureau")


def _public_doubts(
    e: Mapping[str, Any], as_of: date, law: Law, doubt: Callable[[str, str, str], None]
) -> None:
    code = e.get("code")
    if code is not None and code not in records.CODES:
        doubt("unknown_code", "알려진 채무조정 코드가 아닙니다. 어떤 정보인지 확인하세요.", "register")
    if code in records.CODES:
        gone = records.public_record(code, e.get("counted_from"), law, e.get("paused_months") or 0)
        if gone.on is not None and as_of >= gone.on:
            doubt(
                "kept_too_long",
                f"{records.CODES[code]} 기록이 지워질 날이 지났는데 남아 있습니다.",
                "register",
            )


def _how(law: Law) -> dict[str, Any]:
    days, review, dispute = (law[f"credit.right.{k}_days"] for k in ("correction", "review", "dispute"))
    return {
        "steps": [
            "먼저 그 정보를 낸 금융회사나 신용평가회사에 정정이나 삭제를 청구합니다.",
            f"{days.value}일 안에 결과를 알려 줍니다({days.cites}).",
            f"받아들여지지 않으면 결과를 안 날부터 {review.value}일 안에 금융위원회에 시정을 요청합니다({review.cites}).",
            f"대출을 거절당했다면 {dispute.value}일 안에 근거가 된 정보와 낸 곳을 확인해 달라고 할 수 있습니다({dispute.cites}).",
        ],
        "documents": ["신분증", "갚은 사실을 보여 주는 확인서(완납증명서)나 이체 내역"],
    }


def _missing(proofs: Sequence[str] | None, law: Law) -> list[dict[str, Any]]:
    """What would help and has not been handed in; unknown counts as not handed in, and says so."""
    gain = law["credit.gain.public_payments"]
    have = set(proofs or ())
    return [
        {
            "proof": key,
            "title": name,
            "known_missing": proofs is not None,
            "says": f"{gain.value['months']}개월 넘게 낸 {name} 내역을 내면 점수가 오를 수 있습니다. 폭은 사람마다 다릅니다.",
            "estimate": True,
        }
        for key, name in PROOFS.items()
        if key not in have
    ]


def _summary(rows: Sequence[Mapping[str, Any]], doubts: Sequence[Mapping[str, Any]]) -> str:
    if not rows:
        return "적어 주신 신용정보가 없습니다."
    if not doubts:
        return f"신용정보 {len(rows)}건을 살펴보았고, 잘못되어 보이는 것은 찾지 못했습니다."
    return f"신용정보 {len(rows)}건 가운데 {len({d['index'] for d in doubts})}건이 잘못되어 보입니다. 확인을 요청해 보세요."
