"""The whole check of a bank: its form, its questions, its exercises."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import local

from quizkit.authoring import exercises, questions, seen
from quizkit.authoring.proof import Proof, State
from quizkit.bank import Bank, survey
from quizkit.grading.client import Grader


@dataclass(frozen=True, slots=True)
class Options:
    """`only`: ids to check; `quick`: what was proved before and did not change is taken as proved;
    `seeds`: runs of each correct solution."""

    only: tuple[str, ...] = ()
    quick: bool = False
    seeds: int = 2


Progress = Callable[[int, int, str], None]


def check(path: Path, options: Options, progress: Progress = lambda *_: None) -> Iterator[Proof]:
    """Prove a bank; one Proof after the other, in order."""
    bank, faults = survey(path)
    for fault in faults:
        yield Proof(str(fault), State.FAILED)
    if faults and not options.only:
        return
    memory = seen.Memory(options.quick)
    names = [name for name in bank.index if not options.only or name in options.only]
    todo = [
        job
        for name, exercise in bank.exercises.items()
        if not options.only or name in options.only
        for job in exercises.jobs(exercise)
    ]
    total = len(names) + len(todo)
    with questions.Runners() as runners:
        for number, name in enumerate(names, 1):
            progress(number, total, name)
            yield from _question(bank, name, runners, memory)
    for number, proof in enumerate(_exercises(todo, options, memory), len(names) + 1):
        progress(number, total, proof.subject)
        yield proof
    memory.save()


def _question(
    bank: Bank, name: str, runners: questions.Runners, memory: seen.Memory
) -> Iterator[Proof]:
    question = bank.question(name)
    key = seen.question_key(question)
    if memory.proved(key):
        yield Proof(name, State.PROVED)
        return
    proofs = list(questions.prove(question, runners))
    if all(proof.state is State.PROVED for proof in proofs):
        memory.add(key)
    yield from proofs or [Proof(name, State.PROVED)]


def _exercises(todo: list[exercises.Job], options: Options, memory: seen.Memory) -> Iterator[Proof]:
    """Gradings on every core, each worker with a grader of its own; results in order."""
    place = local()
    graders: list[Grader] = []

    def one(job: exercises.Job) -> Proof:
        key = seen.job_key(job)
        if memory.proved(key):
            return Proof(job.subject, State.PROVED)
        if not hasattr(place, "grader"):
            place.grader = Grader()
            graders.append(place.grader)
        seeds = list(range(1, options.seeds + 1)) if job.ends == "accepted" else [1]
        proof = exercises.prove(job, place.grader, seeds)
        if proof.state is State.PROVED:
            memory.add(key)
        return proof

    try:
        with ThreadPoolExecutor(max(os.cpu_count() or 1, 1)) as pool:
            yield from pool.map(one, todo)
    finally:
        for grader in graders:
            grader.close()
