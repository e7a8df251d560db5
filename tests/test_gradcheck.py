"""The gradient check itself: it passes right gradients, and finds each kind of wrong one."""

import numpy as np
import pytest

from cnncourse.gradcheck import GradcheckError, gradcheck, numerical_gradient


def square_forward(x):
    return x**2, x


def square_backward(grad_out, x):
    return 2 * x * grad_out


def product_forward(x, weight, bias=None):
    out = x @ weight.T
    return (out if bias is None else out + bias), (x, weight, bias is not None)


def product_backward(grad_out, cache):
    x, weight, has_bias = cache
    return grad_out @ weight, grad_out.T @ x, grad_out.sum(axis=0) if has_bias else None


def test_gradcheck_passes_right_gradients():
    """x^2 has the gradient 2x, and the measured one agrees to nine digits."""
    result = gradcheck(square_forward, square_backward, [np.array([1.0, -3.0, 0.5])])
    assert result.max_error < 1e-8
    assert list(result.errors) == [0]


def test_gradcheck_checks_every_input_and_skips_none():
    """All of x, weight, bias are checked, and a bias of None is left out."""
    rng = np.random.default_rng(1)
    x, weight, bias = rng.standard_normal((4, 3)), rng.standard_normal((2, 3)), rng.standard_normal(2)
    assert set(gradcheck(product_forward, product_backward, [x, weight, bias]).errors) == {0, 1, 2}
    assert set(gradcheck(product_forward, product_backward, [x, weight, None]).errors) == {0, 1}


def test_gradcheck_uses_the_grad_out_given():
    """With grad_out = 0 every derivative is 0, so even a wrong backward that multiplies by grad_out passes."""
    x = np.array([1.0, 2.0])
    gradcheck(square_forward, lambda grad_out, x: 5 * grad_out, [x], np.zeros(2))
    with pytest.raises(GradcheckError, match=r"gradient 0 at \(0,\): backward says 5, differences say 2"):
        gradcheck(square_forward, lambda grad_out, x: 5 * grad_out, [x], np.ones(2))


def test_random_upstream_sees_what_ones_do_not():
    """Centered outputs always sum to 0, so with ones upstream even a gradient of nothing but zeros passes."""

    def center_forward(x):
        return x - x.mean(), None

    def all_zero_backward(grad_out, cache):
        return np.zeros_like(grad_out)

    x = np.random.default_rng(2).standard_normal(6)
    gradcheck(center_forward, all_zero_backward, [x], np.ones(6))
    with pytest.raises(GradcheckError):
        gradcheck(center_forward, all_zero_backward, [x])


def test_numerical_gradient_puts_the_entries_back():
    """The array that is moved ends as it began."""
    x = np.array([0.1, 0.7, 1e9])
    before = x.copy()
    numerical_gradient(lambda: x**2, x, np.ones(3))
    np.testing.assert_array_equal(x, before)


def test_gradcheck_does_not_change_the_inputs():
    """Read-only inputs serve: the check moves its own copies."""
    x = np.array([1.0, 2.0])
    x.setflags(write=False)
    gradcheck(square_forward, square_backward, [x])


def test_nan_gradient_fails():
    """NaN is no small error."""
    with pytest.raises(GradcheckError, match="nan"):
        gradcheck(square_forward, lambda grad_out, x: x * np.nan, [np.array([1.0])])


def test_wrong_shape_of_a_gradient_fails():
    """A gradient summed over too much, or missing, is named by its position and shapes."""
    x = np.ones((2, 3))
    with pytest.raises(GradcheckError, match=r"gradient 0 has shape \(3,\), its input has shape \(2, 3\)"):
        gradcheck(square_forward, lambda grad_out, x: grad_out.sum(axis=0), [x])
    with pytest.raises(GradcheckError, match="gradient 0 has shape None"):
        gradcheck(square_forward, lambda grad_out, x: None, [x])


def test_empty_input_has_nothing_to_check():
    """An empty batch passes with error 0."""
    assert gradcheck(square_forward, square_backward, [np.zeros((0, 3))]).max_error == 0.0


def test_argument_errors():
    """float32 inputs, a grad_out of another shape and a missing gradient are refused by name."""
    with pytest.raises(ValueError, match=r"inputs\[0\] must be float64 for differences, but is float32"):
        gradcheck(square_forward, square_backward, [np.ones(2, dtype=np.float32)])
    with pytest.raises(ValueError, match=r"grad_out must have the shape of out: \(3,\) given, \(2,\) expected"):
        gradcheck(square_forward, square_backward, [np.ones(2)], np.ones(3))
    with pytest.raises(ValueError, match="1 gradients for 2 inputs"):
        gradcheck(product_forward, lambda grad_out, cache: grad_out, [np.ones((2, 3)), np.ones((2, 3))])
