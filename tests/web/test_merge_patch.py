"""RFC 7396, by its own examples and by properties."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.web.merge import merge

APPENDIX_A: list[tuple[Any, Any, Any]] = [
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
]


@pytest.mark.parametrize(("target", "patch", "result"), APPENDIX_A)
def test_the_examples_of_the_rfc(target: Any, patch: Any, result: Any) -> None:
    assert merge(target, patch) == result


leaves = st.booleans() | st.integers() | st.text(max_size=3)
without_null = st.recursive(
    leaves | st.lists(leaves, max_size=2),
    lambda inner: st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=8,
)
documents = st.dictionaries(st.sampled_from("abcd"), without_null)
patches = st.dictionaries(
    st.sampled_from("abcd"),
    st.recursive(
        leaves | st.none(), lambda inner: st.dictionaries(st.sampled_from("abc"), inner), max_leaves=8
    ),
)


def has_null(value: Any) -> bool:
    if isinstance(value, dict):
        return any(map(has_null, value.values()))
    return value is None


@given(documents, patches)
def test_a_patch_made_twice_is_as_made_once_and_changes_no_argument(target: Any, patch: Any) -> None:
    before = copy.deepcopy((target, patch))
    once = merge(target, patch)
    assert merge(once, patch) == once
    assert (target, patch) == before


@given(documents, patches)
def test_no_null_is_left_behind(target: Any, patch: Any) -> None:
    assert not has_null(merge(target, patch))


@given(documents)
def test_the_empty_patch_changes_nothing_and_a_document_patches_nothing_into_itself(document: Any) -> None:
    assert merge(document, {}) == document
    assert merge({}, document) == document
    assert merge(document, document) == document


@given(documents, patches)
def test_what_the_patch_does_not_name_stays(target: Any, patch: Any) -> None:
    merged = merge(target, patch)
    for name in target.keys() - patch.keys():
        assert merged[name] == target[name]
