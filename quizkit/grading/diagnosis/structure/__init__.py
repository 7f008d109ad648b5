"""What an error looks like, said only when nothing remains after the explanation.

Entry points: `explain(got, want, context)` for two arrays, `observations(looks, ...)` for the
failed checks of a run. Each explanation is a pure function in one of the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

import numpy as np

from quizkit.grading.checks import Array, Evidence
from quizkit.grading.diagnosis.evidence import Look
from quizkit.grading.diagnosis.structure import additive, axes, losses, place, rounding, scale
from quizkit.grading.diagnosis.structure.common import Context, Explain, Finding, equal
from quizkit.grading.diagnosis.structure.context import context_of
from quizkit.model import Diagnosis

# In the order in which they are tried: the first that leaves nothing over is said.
EXPLANATIONS: tuple[Explain, ...] = (
    scale.factor,
    axes.transposed,
    axes.reversed_axes,
    axes.reshaped,
    additive.known_term,
    rounding.through_float32,
    axes.repeated,
    axes.shifted,
    axes.reordered,
    scale.signs,
    additive.offset,
    place.only_repeated_ids,
    place.only_special_inputs,
    place.only_at_an_end,
    place.only_the_border,
    scale.factor_per_slice,
    place.zero_where_off,
)
OF_SHAPES: tuple[Explain, ...] = (axes.transposed, axes.reshaped)
"""Those that can explain another shape; the others are only asked about the same one."""


def explain(got: Array, want: Array, context: Context | None = None) -> Finding | None:
    """The first explanation of `got` that leaves nothing over, or None.

    Both arrays are finite; shapes may differ.
    """
    if not _comparable(got, want):
        return None
    known = context or Context()
    tried = EXPLANATIONS if got.shape == want.shape else OF_SHAPES
    return next((f for e in tried if (f := e(got, want, known)) is not None), None)


def _comparable(got: Array, want: Array) -> bool:
    kinds = got.dtype.kind == "f" and want.dtype.kind == "f"
    if not kinds or not got.size or not (np.isfinite(got).all() and np.isfinite(want).all()):
        return False
    return not equal(got, want)


def observations(
    looks: Sequence[Look], left: Callable[[bool], float], named: Collection[str]
) -> tuple[Diagnosis, ...]:
    """What the errors of failed checks look like; checks of which the same is said share it.

    Variants of what is right cost time: none for the checks that are `named`, those of the first
    other check in any case, and more while seconds are `left(urgent)`.
    """
    found: dict[str, Diagnosis] = {}
    urgent = True
    for one in looks:
        if one.evidence is None or left(True) <= 0:
            continue
        varied = one.check not in named and left(urgent) > 0
        told = observe(one, one.evidence, partial(left, urgent) if varied else None)
        urgent = urgent and not varied
        if told is None:
            continue
        key = f"{told.code} {dict(told.params)}"
        checks = found[key].checks if key in found else ()
        found[key] = Diagnosis(told.code, (*checks, one.check), told.params)
    return tuple(found.values())


def observe(look: Look, evidence: Evidence, left: Callable[[], float] | None) -> Finding | None:
    """The explanation of one failed check; variants are tried while seconds are `left`, if told."""
    if evidence.want is None:
        return None
    context = context_of(look)
    fits: Callable[[Array, Array], bool]
    if "step" in look.suspect.failure.measured:  # type: ignore[union-attr]  # it has evidence
        found = losses.explain_losses(evidence.got, evidence.want, context)
        fits = losses.begins_with
    else:
        found = explain(evidence.got, evidence.want, context)
        fits = equal
    if found is not None or evidence.variants is None or left is None:
        return found
    for variant in evidence.variants():
        if left() <= 0:
            return None
        if fits(evidence.got, variant.value) and not fits(evidence.want, variant.value):
            return Finding(variant.code, variant.params)
    return None
