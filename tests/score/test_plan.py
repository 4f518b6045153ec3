"""The improvement plan is the cheapest there is, by brute force."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.score import deck
from chalicelib.score.card import Card
from chalicelib.score.plan import Move, cheapest, moves, plan_to
from tests.score.test_card import SMALL

group = st.lists(st.tuples(st.integers(1, 90), st.integers(0, 12)), min_size=1, max_size=4)


def made(groups: list[list[tuple[int, int]]]) -> list[list[Move]]:
    return [
        [Move(f"c{i}", 9, k, gain, effort) for k, (gain, effort) in enumerate(g)]
        for i, g in enumerate(groups)
    ]


@given(st.lists(group, max_size=5), st.integers(-5, 300))
def test_no_combination_of_moves_reaches_the_need_with_less_effort(
    groups: list[list[tuple[int, int]]], need: int
) -> None:
    choices = made(groups)
    costs = []
    for picked in product(*[[None, *g] for g in choices]):
        taken = [m for m in picked if m is not None]
        if sum(m.gain for m in taken) >= need:
            costs.append(sum(m.effort for m in taken))
    plan = cheapest(choices, need)
    assert (plan is None) == (not costs)
    if plan is not None:
        assert plan.effort == min(costs) == sum(m.effort for m in plan.moves)
        assert plan.gain == sum(m.gain for m in plan.moves)
        assert plan.gain >= need or need <= 0
        assert len({m.name for m in plan.moves}) == len(plan.moves)


def test_a_plan_really_lifts_the_person_to_the_target() -> None:
    card = deck.card("behaviour")
    facts = {
        "worst_6m": 3,
        "late_now": 2,
        "worst_before": 3,
        "months_late": 4,
        "utilisation": 0.95,
        "paid_share": 0.01,
    }
    now = card.score(facts).total
    plan = plan_to(card, facts, now + 60)
    assert plan is not None
    segment = card.segments[card.score(facts).segment]
    changed = dict(facts)
    for move in plan.moves:
        row = next(r for r in segment.rows if r.name == move.name)
        changed[move.name] = row.edges[move.to_bin - 1] if move.to_bin else row.low
    assert card.score(changed).total == now + plan.gain >= now + 60


def test_only_what_a_person_can_change_is_offered_and_only_the_helpful_way() -> None:
    offered = moves(Card(SMALL), {"income": 5, "home": "rent"})
    assert [[m.name for m in g] for g in offered] == [["income", "income"]]
    assert all(m.to_bin > m.from_bin for g in offered for m in g)


def test_a_target_out_of_reach_has_no_plan_and_one_already_reached_needs_nothing() -> None:
    card = Card(SMALL)
    assert plan_to(card, {"income": 5, "home": "rent"}, 700) is None
    reached = plan_to(card, {"income": 25, "home": "own"}, 600)
    assert reached is not None and reached.moves == () and reached.effort == 0
