"""Work shared among the cores: each worker keeps a grader's process warm."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from queue import Empty, SimpleQueue
from threading import Event, Thread
from typing import TypeVar

from quizkit.grading.client import Grader

T = TypeVar("T")
R = TypeVar("R")


def each(
    items: Sequence[T], work: Callable[[T, Grader], R], workers: int = 0
) -> Iterator[tuple[T, R]]:
    """(item, result) as results come. However it ends, no process and no thread is left.

    An exception of `work` is raised here; so is Ctrl-C, and what is being graded is dropped.
    """
    todo: SimpleQueue[T] = SimpleQueue()
    done: SimpleQueue[tuple[T, R] | BaseException] = SimpleQueue()
    for item in items:
        todo.put(item)
    over = Event()
    graders = [Grader() for _ in range(min(workers or os.cpu_count() or 1, len(items)))]
    threads = [Thread(target=_serve, args=(g, work, todo, done, over)) for g in graders]
    for thread in threads:
        thread.start()
    try:
        for _ in items:
            told = done.get()
            if isinstance(told, BaseException):
                raise told
            yield told
    finally:
        over.set()
        for grader, thread in zip(graders, threads, strict=True):
            _end(grader, thread)


def _end(grader: Grader, thread: Thread) -> None:
    """Nothing waits for a grading that nobody wants any more."""
    thread.join(0.05)
    while thread.is_alive():
        grader.kill()
        thread.join(0.2)
    grader.close()


def _serve(
    grader: Grader,
    work: Callable[[T, Grader], R],
    todo: SimpleQueue[T],
    done: SimpleQueue[tuple[T, R] | BaseException],
    over: Event,
) -> None:
    while not over.is_set():
        try:
            item = todo.get_nowait()
        except Empty:
            return
        try:
            done.put((item, work(item, grader)))
        except BaseException as error:
            done.put(error)
            return
