import pytest

from pipeline.pseudonymise import Kind, OffsetMap, Replacement


def _map():
    # "Mijn maat Henk en Jo." becomes "Mijn maat [naam 1] en [naam 2]."
    return OffsetMap(
        [
            Replacement(Kind.PERSON, 10, 14, 10, 18, "[naam 1]"),
            Replacement(Kind.PERSON, 18, 20, 22, 30, "[naam 2]"),
        ]
    )


@pytest.mark.parametrize(
    ("old", "new"), [(0, 0), (9, 9), (10, 10), (14, 18), (17, 21), (18, 22), (20, 30), (21, 31)]
)
def test_outside_names_positions_move_with_the_text(old, new):
    assert _map().to_pseudonymised(old) == new
    assert _map().to_source(new) == old


def test_inside_a_name_a_position_goes_to_the_edge():
    assert [_map().to_pseudonymised(position) for position in (11, 12, 13)] == [10, 10, 10]
    assert [_map().to_source(position) for position in (11, 17, 23)] == [10, 10, 18]


@pytest.mark.parametrize(
    ("span", "new"),
    [((12, 16), (10, 20)), ((5, 12), (5, 18)), ((11, 13), (10, 18)), ((12, 19), (10, 30))],
)
def test_spans_grow_to_take_in_the_whole_name(span, new):
    assert _map().span_to_pseudonymised(*span) == new


def test_spans_back_take_in_the_whole_name():
    assert _map().span_to_source(12, 20) == (10, 16)
    assert _map().span_to_source(0, 31) == (0, 21)


def test_without_replacements_nothing_moves():
    assert OffsetMap().span_to_source(3, 8) == (3, 8)


@pytest.mark.parametrize("spans", [[(0, 2), (1, 3)], [(4, 5), (1, 2)], [(1, 1)]])
def test_impossible_replacements_are_refused(spans):
    rows = [Replacement(Kind.PERSON, a, b, a, b, "x") for a, b in spans]
    with pytest.raises(ValueError, match="overlap"):
        OffsetMap(rows)
