"""Small PyTorch programs run on PyTorch and on quizgrad in its place: do they print the same?

    python tests/judges/snippets.py [--questions] [NAME]...

The programs are those of `snippets.txt`, or with `--questions` the code that shows the answer of
each question of the bank that runs on PyTorch. Each is confined like a learner's. The table says of
each that differs: wording (an error message that begins as PyTorch's and says more), refused (what
quizgrad lacks, by name), raised (another exception), or differs, which nobody would notice.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from quizkit.bank import load
from quizkit.cli.runs import runnable
from quizkit.model import RunsOn
from quizkit.sandbox.failures import Failure
from quizkit.sandbox.host import Limits, Sandbox

PRELUDE = (
    "import copy, math, random, types, warnings; import numpy as np; import torch; "
    "from torch import nn; import torch.nn.functional as F; "
    "torch.set_default_dtype(torch.float32); torch.manual_seed(0); "
    "warnings.simplefilter('ignore')\n"
)
LIMITS = Limits(seconds=60.0, memory_mb=2048)


@dataclass(frozen=True)
class Ran:
    """What a program printed, and the class of what ended it, or what was lacking."""

    printed: str
    raised: str = ""
    lacks: str = ""


def snippets() -> dict[str, str]:
    """The programs of `snippets.txt` by name."""
    text = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
    parts = [part.partition("\n") for part in text.split("## ")[1:]]
    return {name: code for name, _, code in parts}


def questions() -> dict[str, str]:
    """The code of the bank's questions that runs on PyTorch, by id."""
    bank = load()
    found = [bank.question(name) for name in bank.index]
    return {q.id: runnable(q) for q in found if q.runs_on is RunsOn.TORCH and runnable(q)}


def run(sandbox: Sandbox, code: str) -> Ran:
    """One program in a process of its own."""
    with sandbox.child(LIMITS) as child:
        try:
            child.ask("load", source=PRELUDE + code, filename="snippet.py")
            child.ask("has", names=[])
        except Failure as failure:
            name = str(failure.facts.get("name", "")) if failure.code == "lacks" else ""
            return Ran(child.output, str(failure.facts.get("type", failure.kind)), name)
        return Ran(child.output)


def word(one: Ran, two: Ran) -> str:
    """same, wording (lines that begin as PyTorch's and say more), refused, raised or differs."""
    if two.lacks:
        return "refused"
    if one == two:
        return "same"
    pairs = list(zip(one.printed.splitlines(), two.printed.splitlines(), strict=False))
    longer = all(b.startswith(a.rstrip(".")) for a, b in pairs)
    if longer and len(pairs) == one.printed.count("\n") + 1 and one.raised == two.raised:
        return "wording"
    return "raised" if two.raised and not one.raised else "differs"


def compare(programs: dict[str, str]) -> Iterator[tuple[str, str, Ran, Ran]]:
    """(name, word, on PyTorch, on quizgrad) of each program."""
    with ExitStack() as stack:
        one, two = (stack.enter_context(Sandbox("torch", backend=b)) for b in ("torch", "quizgrad"))
        for name, code in programs.items():
            first, second = run(one, code), run(two, code)
            yield name, word(first, second), first, second


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 if a program printed something else without a word."""
    programs = questions() if "--questions" in arguments else snippets()
    only = [name for name in arguments if not name.startswith("--")]
    chosen = {name: code for name, code in programs.items() if not only or name in only}
    counts: Counter[str] = Counter()
    for name, how, one, two in compare(chosen):
        counts[how] += 1
        if how != "same":
            print(f"{name:<28}{how:<9}{two.lacks or two.raised}", flush=True)
            if how == "differs" or only:
                print(f"    PyTorch   {one.printed!r} {one.raised}\n    quizgrad  {two.printed!r}")
    print(", ".join(f"{count} {how}" for how, count in counts.most_common()), "of", len(chosen))
    return int(counts["differs"] > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
