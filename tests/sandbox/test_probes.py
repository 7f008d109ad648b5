"""The doctor's attempts: each is stopped by its layer, and succeeds where that layer is off."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from quizkit.sandbox import landlock, namespaces, probes
from quizkit.sandbox.host import Sandbox
from quizkit.sandbox.layers import LAYERS, NEEDED

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the layers are Linux's")
ALWAYS = ("closed_imports", "undumpable", "no_new_privs")  # cannot be left out
ROOT_ALONE = ("capabilities",)  # an ordinary user has none to drop


@pytest.fixture(scope="module")
def bare() -> Iterator[Sandbox]:
    """A sandbox with nothing but what cannot be left out."""
    with Sandbox("numpy", without=("capabilities", "rlimits", *probes.OPTIONAL)) as sandbox:
        sandbox.child().close()
        assert set(sandbox.layers) == set(ALWAYS)
        yield sandbox


@pytest.mark.parametrize("probe", probes.PROBES, ids=lambda p: f"{p.layer} {p.what}")
def test_without_its_layer_an_attempt_succeeds(probe: probes.Probe, bare: Sandbox) -> None:
    if probe.layer in ALWAYS or (probe.layer in ROOT_ALONE and os.geteuid() != 0):
        pytest.skip("nothing to leave out")
    with probes.targets() as place:
        assert not probes.stopped(probe, bare, place)


def test_every_layer_has_an_attempt_and_all_are_stopped() -> None:
    found = {proof.layer: proof for proof in probes.prove()}
    assert tuple(found) == LAYERS
    for layer, proof in found.items():
        tried = [probe.what for probe in probes.PROBES if probe.layer == layer]
        assert tried, layer
        if proof.state == "missing":
            assert not probes.due(layer) and layer not in ("rlimits", "capabilities")
        else:
            assert proof.state == "holds", proof
            if layer != "landlock" or landlock.version() >= 6:
                assert [each.what for each in proof.tried] == tried


def test_an_attempt_that_breaks_down_proves_nothing(bare: Sandbox) -> None:
    for code in ("raise ValueError", "no_such_name", "os._exit(0)", "def"):
        probe = probes.Probe("landlock", "typo", code)
        assert not probes.stopped(probe, bare, ("", 0, 0))


def test_a_layer_that_stops_nothing_fails(bare: Sandbox) -> None:
    with probes.targets() as place:
        bare.layers = (*bare.layers, "landlock")
        assert probes.proof("landlock", bare, bare, place).state == "fails"
        bare.layers = bare.layers[:-1]


def test_what_is_needed_is_all_but_namespaces() -> None:
    assert {*NEEDED, namespaces.NAME} == set(LAYERS)
