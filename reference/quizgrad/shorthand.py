"""The methods of `Tensor` that are short forms, second names, or comfort."""

from typing import Any

from .description import Described
from .ops import arithmetic, inplace, math, scatter, short, special
from .ops import shape as layout


class Shorthand(Described):
    """What `Tensor` has under PyTorch's other names; see `ops/short.py`."""

    __slots__ = ()

    unflatten, unfold, outer, tile = short.unflatten, short.unfold, short.outer, short.tile
    addcmul, addcdiv, addmm = short.addcmul, short.addcdiv, short.addmm
    mm, bmm, diff = short.mm, short.bmm, short.diff
    floor_divide, remainder, fmod = short.floor_divide, short.remainder, short.fmod
    xlogy, clamp_min, clamp_max = short.xlogy, short.clamp_min, short.clamp_max
    isinf, isclose, nan_to_num = short.isinf, short.isclose, short.nan_to_num
    count_nonzero, aminmax, broadcast_to = short.count_nonzero, short.aminmax, short.broadcast_to
    bitwise_and, bitwise_or, bitwise_xor = short.bitwise_and, short.bitwise_or, short.bitwise_xor
    logical_not = short.logical_not
    logical_xor = arithmetic.logical_xor
    clip, absolute, negative = math.clamp, math.abs, arithmetic.neg
    multiply, subtract, divide, true_divide = (arithmetic.mul, arithmetic.sub, arithmetic.div,
                                               arithmetic.div)
    greater, greater_equal, less, less_equal, not_equal = (
        arithmetic.gt, arithmetic.ge, arithmetic.lt, arithmetic.le, arithmetic.ne)
    new_zeros, new_ones, new_empty = short.new("zeros"), short.new("ones"), short.new("empty")
    new_full, new_tensor = short.new("full"), short.new("tensor")
    swapdims = layout.transpose

    pow_, square_, neg_, abs_ = (inplace.in_place(arithmetic.pow), inplace.in_place(math.square),
                                 inplace.in_place(arithmetic.neg), inplace.in_place(math.abs))
    log_, sin_, cos_, rsqrt_ = (inplace.in_place(math.log), inplace.in_place(math.sin),
                                inplace.in_place(math.cos), inplace.in_place(special.rsqrt))
    floor_, ceil_, round_, lerp_ = (inplace.in_place(special.floor), inplace.in_place(special.ceil),
                                    inplace.in_place(special.round), inplace.in_place(special.lerp))
    reciprocal_, clip_ = inplace.in_place(special.reciprocal), inplace.in_place(math.clamp)
    clamp_min_, clamp_max_ = inplace.in_place(short.clamp_min), inplace.in_place(short.clamp_max)
    addcmul_, addcdiv_ = inplace.in_place(short.addcmul), inplace.in_place(short.addcdiv)
    tril_, triu_ = inplace.in_place(layout.tril), inplace.in_place(layout.triu)
    scatter_, scatter_add_ = (inplace.in_place(scatter.scatter),
                              inplace.in_place(scatter.scatter_add))
    index_add_, floor_divide_ = (inplace.in_place(scatter.index_add),
                                 inplace.in_place(short.floor_divide))
    remainder_, logical_not_ = (inplace.in_place(short.remainder),
                                inplace.in_place(short.logical_not))
    __ipow__, __ifloordiv__, __imod__ = pow_, floor_divide_, remainder_

    __floordiv__, __mod__, __xor__ = short.floor_divide, short.remainder, short.bitwise_xor

    def __rfloordiv__(self, other: Any) -> Any:
        return short.floor_divide(other, self)

    def __rmod__(self, other: Any) -> Any:
        return short.remainder(other, self)

    def element_size(self) -> int:
        """Bytes per element."""
        return int(self.array.dtype.itemsize)

    @property
    def itemsize(self) -> int:
        """Bytes per element."""
        return self.element_size()

    @property
    def nbytes(self) -> int:
        """Bytes of all elements."""
        return int(self.array.nbytes)

    def nelement(self) -> int:
        """The number of elements."""
        return self.numel()

    def stride(self, dim: int | None = None) -> Any:
        """How many elements lie between neighbours, along each dimension or `dim`."""
        steps = tuple(step // self.array.itemsize for step in self.array.strides)
        return steps if dim is None else steps[dim]

    def data_ptr(self) -> int:
        """The address of the first element."""
        address: int = self.array.__array_interface__["data"][0]
        return address

    def is_complex(self) -> bool:
        """Whether the elements are complex numbers: never, here."""
        return False

    def is_signed(self) -> bool:
        """Whether the elements can be negative."""
        return self.array.dtype.kind in "if"

    def get_device(self) -> int:
        """-1, the number of the CPU."""
        return -1
