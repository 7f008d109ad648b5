"""The graph and its walk: accumulation, freeing, depth, hooks, leaves, detach, no_grad."""

import gc
import weakref

import numpy as np
import pytest
import quizgrad
from quizgrad.engine import unbroadcast


def leaf(*values):
    return quizgrad.tensor(values, requires_grad=True, dtype=quizgrad.float64)


def test_long_chain_needs_no_recursion():
    x = quizgrad.tensor(1.0, requires_grad=True)
    y = x
    for _ in range(5_000):
        y = y + 1
    y.backward()
    assert x.grad.item() == 1
    del y  # freeing the chain must not recurse either


def test_very_long_chain_of_kept_values_is_freed():
    x = leaf(1.0)
    y = x
    for _ in range(50_000):
        y = y * 1.0
    node = weakref.ref(y)
    y.sum().backward()
    assert x.grad.tolist() == [1]
    del y
    assert node() is None


def test_a_graph_without_cycles_is_freed_without_the_collector():
    gc.collect()
    gc.disable()
    try:
        x = leaf(1.0, 2.0)
        h = quizgrad.nn.functional.softmax(x.exp().tanh() @ quizgrad.eye(2).double(), 0)
        watched = weakref.ref(h)
        loss = (h * h).sum()
        del h, loss
        assert watched() is None
    finally:
        gc.enable()


def test_gradients_accumulate_over_uses_and_passes():
    x = leaf(1.0, 2.0)
    (x * x + x).sum().backward()
    (x * 3).sum().backward()
    assert x.grad.tolist() == [6, 8]


def test_shared_upstream_gradient_is_not_shared_memory():
    """a + b sends one array to both leaves; each .grad must be its own."""
    a, b = leaf(1.0, 2.0), leaf(3.0, 4.0)
    up = quizgrad.ones(2).double()
    (a + b).backward(up)
    a.grad.zero_()
    assert b.grad.tolist() == [1, 1] and up.tolist() == [1, 1]


@pytest.mark.parametrize("program", [
    lambda x: quizgrad.nn.functional.linear(x, x.detach()),
    lambda x: x @ x.detach(),
    lambda x: x + 0,
    lambda x: x.reshape(4).reshape(2, 2),
    lambda x: x[:],
    lambda x: x.sum(0, keepdim=True),
], ids=["linear", "matmul", "add", "reshape", "slice", "sum"])
def test_grad_owns_its_memory(program):
    x = quizgrad.randn(2, 2, dtype=quizgrad.float64, requires_grad=True)
    out = program(x)
    up = quizgrad.randn(*out.shape, dtype=quizgrad.float64)
    before = up.tolist()
    out.backward(up, retain_graph=True)
    once = x.grad.tolist()
    assert x.grad.numpy().flags.writeable
    assert not np.shares_memory(x.grad.numpy(), up.numpy())
    out.backward(up)
    np.testing.assert_allclose(x.grad.numpy(), 2 * np.array(once))
    assert up.tolist() == before


def test_second_backward_is_refused_unless_retained():
    x = leaf(2.0)
    y = (x * x).sum()
    y.backward(retain_graph=True)
    y.backward()
    assert x.grad.tolist() == [8]
    with pytest.raises(RuntimeError, match="Trying to backward through the graph a second time"):
        y.backward()


def test_second_backward_is_fine_where_nothing_was_kept():
    x = leaf(2.0)
    y = (x + 1).sum()
    y.backward()
    y.backward()
    assert x.grad.tolist() == [2]


def test_grad_leaves_dot_grad_alone_and_takes_inner_nodes():
    x = leaf(2.0)
    h = x * 3
    y = (h * h).sum()
    dh, dx = quizgrad.autograd.grad(y, [h, x])
    assert (dh.tolist(), dx.tolist(), x.grad) == ([12], [36], None)


def test_grad_runs_only_the_rules_it_needs():
    """A rule off the path is neither run nor freed."""
    a, b = leaf(2.0), leaf(3.0)
    left, right = a * a, b * b
    y = (left + right).sum()
    quizgrad.autograd.grad(y, a)
    (again,) = quizgrad.autograd.grad(y, b)
    assert again.tolist() == [6]


def test_grad_of_unused_input():
    x, y = leaf(1.0), leaf(1.0)
    assert quizgrad.autograd.grad(x.sum(), y, allow_unused=True) == (None,)
    (zero,) = quizgrad.autograd.grad(x.sum(), y, materialize_grads=True)
    assert zero.tolist() == [0]


def test_several_roots_and_grad_outputs():
    x = leaf(1.0, 2.0)
    (g,) = quizgrad.autograd.grad([x * 2, x * x], [x],
                                  [quizgrad.ones(2).double(), quizgrad.ones(2).double()])
    assert g.tolist() == [4, 6]


def test_higher_derivatives():
    x = leaf(2.0)
    y = (x**5).sum()
    for want in (80, 160, 240, 240, 120):
        (y,) = quizgrad.autograd.grad(y.sum(), x, create_graph=True)
        assert y.tolist() == [want]


def test_hessian_vector_product_from_the_same_rules():
    x, v = leaf(1.0, 2.0, 3.0), quizgrad.tensor([1.0, 0.0, -1.0]).double()
    (g,) = quizgrad.autograd.grad((x * x * x).sum(), x, create_graph=True)
    (hv,) = quizgrad.autograd.grad((g * v).sum(), x)
    assert hv.tolist() == [6, 0, -18]


def test_backward_with_create_graph_leaves_a_differentiable_grad():
    x = leaf(3.0)
    (x**3).sum().backward(create_graph=True)
    assert x.grad.requires_grad
    (second,) = quizgrad.autograd.grad(x.grad.sum(), x)
    assert second.tolist() == [18]


def test_leaf_semantics():
    x = leaf(1.0)
    y = x * 2
    assert (x.is_leaf, y.is_leaf, y.requires_grad) == (True, False, True)
    assert y.detach().is_leaf and not y.detach().requires_grad
    y.sum().backward()
    assert y.grad is None


def test_retain_grad_keeps_the_gradient_of_an_inner_value():
    x = leaf(1.0)
    y = x * 2
    y.retain_grad()
    (y * 5).sum().backward()
    assert y.grad.tolist() == [5]


def test_hooks_see_replace_and_go():
    x = leaf(1.0, 1.0)
    y = x * 2
    seen = []
    y.register_hook(lambda g: g * 10)
    handle = x.register_hook(lambda g: seen.append(g.tolist()))
    y.sum().backward()
    handle.remove()
    (x * 1).sum().backward()
    assert seen == [[20, 20]] and x.grad.tolist() == [21, 21]


def test_no_grad_as_context_and_decorator():
    x = leaf(1.0)

    @quizgrad.no_grad()
    def inside():
        with quizgrad.enable_grad():
            assert (x * 2).requires_grad
        return x * 2

    assert not inside().requires_grad
    with quizgrad.no_grad():
        assert not quizgrad.is_grad_enabled()
    assert (x * 2).requires_grad


def test_no_grad_ends_with_an_exception():
    with pytest.raises(ZeroDivisionError), quizgrad.no_grad():
        raise ZeroDivisionError
    assert quizgrad.is_grad_enabled()


def test_detach_shares_memory_and_counts_changes():
    x = leaf(1.0, 2.0)
    y = x * x
    x.detach().zero_()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        y.sum().backward()


def test_optimizer_step_between_backwards_is_noticed():
    w, x = leaf(1.0), leaf(2.0)
    loss = (w * x).sum()
    opt = quizgrad.optim.SGD([w], lr=0.1)
    loss.backward(retain_graph=True)
    opt.step()
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        loss.backward()


def test_an_in_place_change_of_a_view_is_seen_by_its_base_and_by_other_views():
    x = leaf(1.0, 2.0, 3.0)
    base = x * 1
    first, rest = base[0], base[1:]
    rest.mul_(x[:2])
    assert base.tolist() == [1.0, 2.0, 6.0] and first.item() == 1.0
    (base * quizgrad.tensor([1.0, 10.0, 100.0])).sum().backward()
    assert x.grad.tolist() == [1.0 + 10.0 * 2.0, 100.0 * 3.0 + 10.0, 100.0 * 2.0]


def test_a_view_taken_before_its_base_changed_follows_the_change():
    x = leaf(1.0, 2.0)
    base = x * 1
    view = base[1]
    base.mul_(3.0)
    view.backward()
    assert x.grad.tolist() == [0.0, 3.0]


def test_gradient_takes_the_dtype_of_its_input():
    x = quizgrad.tensor([1.0], requires_grad=True)
    (x * quizgrad.tensor([2.0]).double()).sum().backward()
    assert x.grad.dtype == quizgrad.float32


@pytest.mark.parametrize("shape", [(), (1,), (3,), (1, 3), (2, 1), (2, 3), (1, 1, 1)])
def test_unbroadcast_is_the_transpose_of_broadcasting(shape):
    """<broadcast(x), g> = <x, unbroadcast(g)> for every x."""
    source = np.random.default_rng(0)
    full = np.broadcast_shapes(shape, (2, 3))
    x, g = source.normal(size=shape), source.normal(size=full)
    assert np.isclose((np.broadcast_to(x, full) * g).sum(), (x * unbroadcast(g, shape)).sum())


def test_custom_function_knows_what_needs_a_gradient():
    class Probe(quizgrad.autograd.Function):
        @staticmethod
        def forward(ctx, a, b, c):
            ctx.seen = ctx.needs_input_grad
            return a + b

        @staticmethod
        def backward(ctx, g):
            assert ctx.seen == (True, False, False)
            return g, None, None

    a, b = leaf(1.0), quizgrad.ones(1).double()
    Probe.apply(a, b, 3).sum().backward()
    assert a.grad.tolist() == [1]


def test_custom_function_with_a_wrong_gradient_shape():
    class Wrong(quizgrad.autograd.Function):
        @staticmethod
        def forward(ctx, a):
            return a * 1

        @staticmethod
        def backward(ctx, g):
            return quizgrad.ones(5)

    with pytest.raises(RuntimeError, match="returned an invalid gradient at index 0"):
        Wrong.apply(leaf(1.0, 2.0)).sum().backward()


def test_pickle_and_deepcopy_keep_values_and_kind():
    import copy
    import pickle

    p = quizgrad.nn.Parameter(quizgrad.tensor([1.0, 2.0]))
    for made in (copy.deepcopy(p), pickle.loads(pickle.dumps(p))):
        assert type(made) is type(p) and made.requires_grad and made.tolist() == [1, 2]
        assert not np.shares_memory(made.array, p.array)
