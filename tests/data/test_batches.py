"""Minibatches visit everything once; a split is disjoint, balanced and repeatable."""

import numpy as np
import pytest
import torch

from cnncourse.data import Minibatches, split


def test_a_pass_visits_every_example_once_with_its_own_target():
    """11 examples in batches of 4: sizes 4, 4, 3, every example once, x and y still together."""
    x = np.arange(11) * 10
    batches = list(Minibatches(x, x + 1, 4))

    assert [len(b[0]) for b in batches] == [4, 4, 3]
    assert sorted(np.concatenate([b[0] for b in batches])) == sorted(x)
    for xs, ys in batches:
        np.testing.assert_array_equal(ys, xs + 1)


def test_each_pass_is_shuffled_anew_and_the_seed_decides():
    """Two passes differ; two objects with one seed give the same two passes."""
    x = torch.arange(50)
    first, second = Minibatches(x, x, 50, seed=5), Minibatches(x, x, 50, seed=5)
    passes = [next(iter(first))[0].tolist() for _ in range(2)]

    assert passes[0] != passes[1]
    assert passes == [next(iter(second))[0].tolist() for _ in range(2)]


def test_drop_last_leaves_out_the_rest():
    """With drop_last, 11 in batches of 4 are two batches and 12 are three, and the length says so."""
    for count, full in ((11, 2), (12, 3)):
        batches = Minibatches(np.arange(count), np.arange(count), 4, drop_last=True)
        assert len(batches) == len(list(batches)) == full


def test_unequal_lengths_are_refused():
    """x and y must belong together."""
    with pytest.raises(ValueError, match="got 3 and 2"):
        Minibatches([1, 2, 3], [1, 2], 1)


def test_split_is_disjoint_balanced_and_repeatable():
    """Of 100 examples with classes 70:30, 20 get 10 of each; no index is in two parts; the seed decides."""
    labels = np.repeat([0, 1], [70, 30])
    small, large = split(labels, [20, 60], seed=1)

    assert np.bincount(labels[small]).tolist() == [10, 10]
    assert set(small) & set(large) == set()
    assert len(set(small)) + len(set(large)) == 80
    np.testing.assert_array_equal(split(labels, [20, 60], seed=1)[1], large)


def test_split_refuses_more_than_there_is():
    """Parts larger than the data are an error, not a repetition."""
    with pytest.raises(ValueError, match="do not fit 5 examples"):
        split(np.zeros(5), [3, 3])
