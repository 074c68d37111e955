"""What holds for any data: intervals, q-values, agreement, cells, frequencies."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pipeline.coding.coefficients import gwet_ac1, krippendorff_alpha, percentage_agreement
from pipeline.domain.shares import wilson_interval
from pipeline.outcomes.cells import parse_column
from pipeline.outcomes.correction import Counts, corrected_share
from pipeline.outcomes.correlation import permutation_p, permutations_of, scores, spearman_interval
from pipeline.outcomes.groups import newcombe_interval
from pipeline.outcomes.multiplicity import benjamini_hochberg
from pipeline.outcomes.periods import normal_period, position, shift
from pipeline.outcomes.planner import plan_audit
from pipeline.outcomes.proportions import jeffreys_interval

lightly = settings(max_examples=60, deadline=None)

SHARES = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@st.composite
def some_counts(draw) -> Counts:
    units = draw(st.integers(1, 400))
    flagged = draw(st.integers(0, units))
    read_1, read_0 = draw(st.integers(0, flagged)), draw(st.integers(0, units - flagged))
    seen_1, seen_0 = draw(st.integers(0, read_1)), draw(st.integers(0, read_0))
    return Counts(units, flagged, read_1, seen_1, read_0, seen_0)


RATINGS = hnp.arrays(
    float,
    st.tuples(st.integers(2, 4), st.integers(2, 15)),
    elements=st.sampled_from([0.0, 1.0, 2.0, math.nan]),
)


@lightly
@given(SHARES)
def test_intervals_hold_their_share_and_are_mirror_images(share):
    k, n = share
    for method in (wilson_interval, jeffreys_interval):
        low, high = method(k, n)
        assert 0 <= low <= k / n + 1e-12
        assert k / n - 1e-12 <= high <= 1
        mirror = method(n - k, n)
        assert np.allclose((low, high), (1 - mirror[1], 1 - mirror[0]), atol=1e-9)


@lightly
@given(SHARES)
def test_more_of_the_same_is_narrower(share):
    k, n = share
    low, high = jeffreys_interval(k, n)
    low_10, high_10 = jeffreys_interval(10 * k, 10 * n)
    assert high_10 - low_10 < high - low


@lightly
@given(some_counts(), st.integers(0, 5))
def test_a_corrected_share_is_a_share_within_its_interval(counts, seed):
    estimate, low, high = corrected_share(counts, np.random.default_rng(seed), draws=200)
    assert 0 <= low <= estimate <= high <= 1


@lightly
@given(some_counts())
def test_reading_everything_gives_the_human_count(counts):
    whole = Counts(
        counts.units,
        counts.flagged,
        counts.flagged,
        counts.seen_flagged,
        counts.units - counts.flagged,
        counts.seen_unflagged,
    )
    expected = (counts.seen_flagged + counts.seen_unflagged) / counts.units
    assert math.isclose(whole.estimate, expected, abs_tol=1e-12)


@lightly
@given(some_counts(), st.floats(0.01, 0.5), st.floats(0.01, 0.5))
def test_a_smaller_margin_never_costs_less(counts, one, other):
    small, large = sorted((one, other))
    plan, cheap = plan_audit(counts, small), plan_audit(counts, large)
    assert plan.more >= cheap.more
    assert plan.flagged <= counts.flagged
    assert plan.unflagged <= counts.units - counts.flagged


@lightly
@given(hnp.arrays(float, st.integers(0, 40), elements=st.floats(0, 1)))
def test_q_is_never_below_p_and_keeps_its_order(p):
    q = benjamini_hochberg(p)
    assert (q >= p - 1e-12).all()
    assert (q <= 1).all()
    assert (np.diff(q[np.argsort(p, kind="stable")]) >= -1e-12).all()


@lightly
@given(hnp.arrays(float, st.integers(1, 40), elements=st.floats(0, 1)), st.randoms())
def test_q_does_not_depend_on_the_order_of_pairs(p, random):
    order = list(range(len(p)))
    random.shuffle(order)
    assert np.allclose(benjamini_hochberg(p[order]), benjamini_hochberg(p)[order])


@lightly
@given(RATINGS)
def test_agreement_is_at_most_one_and_renaming_values_changes_nothing(values):
    alpha = krippendorff_alpha(values)
    percent = percentage_agreement(values)
    assert math.isnan(alpha) or alpha <= 1 + 1e-12
    assert math.isnan(percent) or 0 <= percent <= 1
    renamed = 7 - 2 * values
    assert np.isclose(krippendorff_alpha(renamed), alpha, equal_nan=True)
    assert np.isclose(gwet_ac1(renamed), gwet_ac1(values), equal_nan=True)
    assert np.isclose(
        krippendorff_alpha(renamed, "interval"),
        krippendorff_alpha(values, "interval"),
        equal_nan=True,
    )


@lightly
@given(RATINGS)
def test_a_coder_who_copies_agrees_wholly(values):
    alpha = krippendorff_alpha(values[[0, 0]])
    assert math.isnan(alpha) or alpha == 1.0


@lightly
@given(
    hnp.arrays(float, 9, elements=st.floats(-5, 5)), hnp.arrays(float, 9, elements=st.floats(-5, 5))
)
def test_the_sign_of_a_rank_correlation_turns_with_the_outcome(x, y):
    orders = permutations_of(9, 199, np.random.default_rng(1))
    a, b = scores(x[:, None]), scores(y[:, None])
    rho, turned = (a.T @ b).item(), (a.T @ scores(-y[:, None])).item()
    assert np.isclose(rho, -turned, equal_nan=True)
    p, mirrored = permutation_p(a, b, *orders).item(), permutation_p(a, -b, *orders).item()
    assert np.isclose(p, mirrored, equal_nan=True)
    assert math.isnan(p) or 1 / 200 <= p <= 1


@lightly
@given(st.floats(-1, 1), st.integers(4, 200))
def test_the_interval_of_a_correlation_holds_it(rho, n):
    low, high = spearman_interval(rho, n)
    assert -1 <= low <= rho + 1e-9
    assert rho - 1e-9 <= high <= 1


@lightly
@given(SHARES, SHARES)
def test_the_interval_of_a_difference_holds_it_and_turns_with_the_groups(one, other):
    (k1, n1), (k0, n0) = one, other
    low, high = newcombe_interval(k1, n1, k0, n0)
    assert -1 - 1e-9 <= low <= k1 / n1 - k0 / n0 + 1e-9
    assert k1 / n1 - k0 / n0 - 1e-9 <= high <= 1 + 1e-9
    assert np.allclose(newcombe_interval(k0, n0, k1, n1), (-high, -low))


@lightly
@given(st.floats(-1e6, 1e6).map(lambda x: round(x, 3)))
def test_a_number_written_the_dutch_way_is_read_back(value):
    written = f"{value:,.3f}".translate(str.maketrans(",.", ".,"))
    assert parse_column([written])[0] == [value]
    assert parse_column([f"{value:.3f}", "0,5"][:1], points_may_be_thousands=False)[0] == [value]


@lightly
@given(st.lists(st.text(max_size=12), max_size=8))
def test_any_text_is_a_number_missing_or_named(cells):
    values, bad = parse_column(cells)
    assert len(values) == len(cells)
    assert all(math.isnan(values[place]) for place in bad)
    assert all(not math.isinf(value) for value in values)


@lightly
@given(st.integers(1900, 2100), st.integers(1, 4), st.integers(-60, 60))
def test_quarters_shift_there_and_back(year, quarter, steps):
    period = f"{year}K{quarter}"
    assert normal_period(shift(period, steps)) == shift(period, steps)
    assert shift(shift(period, steps), -steps) == period
    assert position(shift(period, steps)) - position(period) == steps


@lightly
@given(st.text(max_size=20))
def test_a_period_is_normal_or_none(text):
    period = normal_period(text)
    assert period is None or normal_period(period) == period
