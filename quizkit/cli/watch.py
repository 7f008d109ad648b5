"""`quizkit grade --watch`: grade on every save with a warm grader, and a few keys.

n next exercise    h hint    Enter grade again    q quit
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from quizkit.bank import Bank
from quizkit.cli import common, course, reporting
from quizkit.cli.hint import hint
from quizkit.cli.jobs import Options, jobs
from quizkit.cli.keys import Keys
from quizkit.cli.outcome import graded
from quizkit.cli.start import begin
from quizkit.cli.watched import Watched
from quizkit.errors import FileProblem, QuizkitError
from quizkit.grading.client import Grader
from quizkit.model import Exercise, Framework, Graded, Past, Verdict
from quizkit.report.terminal import near

POLL = 0.1
WORDS = {
    "next": "n", "下一题": "n", "hint": "h", "提示": "h",
    "quit": "q", "exit": "q", "退出": "q", "grade": "", "评分": "",
}  # fmt: skip


def watch_file(bank: Bank, grader: Grader, path: Path, options: Options) -> int:
    """Grade `path` on every save until `q`; exit code 0. The terminal is left as it was."""
    with Keys() as keys:
        return Watch(bank, grader, path, options).run(keys)


class Watch:
    """A session over one file at a time."""

    def __init__(self, bank: Bank, grader: Grader, path: Path, options: Options) -> None:
        self.bank, self.grader, self.options = bank, grader, options
        self.watched = Watched(path)
        self.item: Exercise | None = None
        self.framework = Framework.NUMPY
        self.last: Verdict | None = None
        self.waiting = False

    def run(self, keys: Keys) -> int:
        """Grade now, and then whatever is saved, until `q`; exit code 0."""
        self.grade()
        self.remind()
        while True:
            for key in keys.read(POLL):
                if not self.press(WORDS.get(key, key)):
                    return 0
                self.remind()
            if self.watched.changed():
                self.try_grade()
                self.remind()
            self.wait()

    def press(self, key: str) -> bool:
        """Do what a key asks for; False to quit."""
        if key == "q":
            return False
        if key == "":
            self.try_grade()
        elif key == "n":
            self.next()
        elif key == "h" and self.item is not None:
            hint(self.item.id, every=False, json_=False)
        return True

    def grade(self) -> None:
        """Grade the file as it is and show the verdict."""
        self.waiting = False
        self.watched.handled()
        path = self.watched.path
        common.err(f"-- {datetime.now():%H:%M:%S}  {near(str(path))}")
        with common.store() as store:
            for job in jobs(self.bank, store, [path], self.options):
                self.item, self.framework = job.item, job.submission.framework
                found = graded(self.bank, store, self.grader, job, self.options.recorded)
                if not self.options.recorded:
                    found = replace(found, past=self.compared(found))
                self.last = found.verdict
                common.out(reporting.screen(found, self.options.verbose))

    def compared(self, found: Graded) -> Past:
        """What changed since the last run of this session, where nothing is recorded."""
        from quizkit.progress import changes
        from quizkit.report.as_json import verdict_object

        past, last, now = found.past or Past(), self.last, found.verdict
        if last is None or (last.exercise, last.framework) != (now.exercise, now.framework):
            return replace(past, compared=False, changes=())
        seen = changes(verdict_object(last, "en"), now)
        return replace(past, compared=True, previous=0, changes=seen)

    def try_grade(self) -> None:
        """Grade; what is wrong with the file or the grader is said, and the session goes on."""
        try:
            self.grade()
        except QuizkitError as error:
            common.err(common.word(error))

    def next(self) -> None:
        """Begin the next exercise, or go on with its file, and watch that one."""
        with common.store() as store:
            done = course.solved(self.bank, store) | ({self.item.id} if self.item else set())
        following = course.next_exercise(self.bank, done, self.framework)
        if following is None:
            common.err(common.say("watch.no_next"))
            return
        item = self.bank.exercises[following.id]
        try:
            path = begin(item, self.framework)
        except FileProblem as error:
            if error.code != "file_exists":
                common.err(common.word(error))
                return
            path = Path(str(error.params["file"]))
        self.item, self.watched = item, Watched(path)
        self.watched.handled()
        from quizkit.cli.screen import print_text
        from quizkit.cli.show import statement

        print_text(statement(item))

    def wait(self) -> None:
        """Say once that the file is gone."""
        if self.watched.missing() and not self.waiting:
            self.waiting = True
            common.err(common.say("watch.missing", file=self.watched.path))

    def remind(self) -> None:
        """The file and the keys, after everything that was shown."""
        sys.stdout.flush()
        common.err(f"\n{common.say('watch.keys', file=near(str(self.watched.path)))}")
