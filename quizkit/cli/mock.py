"""`quizkit mock`: an interview of so many minutes, without feedback until the end."""

from __future__ import annotations

import secrets
import time
from dataclasses import replace
from pathlib import Path

import typer

from quizkit import quiz
from quizkit.bank import Bank
from quizkit.cli import answers, common, mock_report, typed
from quizkit.cli.screen import print_text
from quizkit.cli.show import statement
from quizkit.cli.sitting import key_line, print_keys
from quizkit.errors import StoreError, UsageError
from quizkit.model import Difficulty, Framework
from quizkit.quiz.keys import Key, Pressed, pressed, taken
from quizkit.quiz.mock import Coding, Mock, compose
from quizkit.quiz.normalise import fold

HELP = """An interview: questions with follow-ups, a debugging and a coding exercise, a clock.

Nothing is judged until the end; then comes a report, kept and compared with the last one.

Examples:

  quizkit mock

  quizkit mock --minutes 30 --level senior

  quizkit mock --seed 7                 the same interview again

  quizkit mock --report                 the last report
"""
KEYS = (Key.SKIP, Key.UNKNOWN, Key.QUIT)
app = typer.Typer()


@app.command(help=HELP)
def mock(
    minutes: int = typer.Option(45, "--minutes", "-m", min=5, max=240, help="How long."),
    level: str = typer.Option("mid", "--level", "-l", help="junior, mid or senior."),
    seed: int = typer.Option(None, "--seed", "-s", min=0, max=2**31 - 1, help="The same again."),
    framework: str = typer.Option("", "--framework", "-f", help="numpy or torch."),
    report: bool = typer.Option(False, "--report", help="Show the last report."),
    json_: bool = typer.Option(False, "--json", "-j", help="The plan, or the report, as JSON."),
) -> int:
    bank = common.bank()
    if report:
        return mock_report.show_last(bank, json_)
    known = [str(each) for each in Difficulty]
    if level not in known:
        raise UsageError("bad_setting", name="--level", value=level, known=", ".join(known))
    chosen = common.framework(framework)
    if json_:
        planned = planned_mock(bank, minutes, Difficulty(level), seed, chosen)
        common.out_json({"schema": "quizkit.mock-plan/1", **planned.dump()})
        return 0
    if not common.interactive():
        raise UsageError("mock_needs_terminal")
    name, going = unfinished()
    if going is None:
        going = planned_mock(bank, minutes, Difficulty(level), seed, chosen)
        name = f"{time.strftime('%Y-%m-%d %H:%M:%S')} {going.seed}"
        common.out(common.say("mock.plan", **described(going)))
        input(f"{common.say('mock.begin')} ")
    else:
        common.out(common.say("mock.resumed", left=clock(going.left)))
    return Interview(bank, going, name).run()


def planned_mock(
    bank: Bank, minutes: int, level: Difficulty, seed: int | None, framework: Framework | None
) -> Mock:
    """The interview of this seed, or of a new one."""
    frameworks = list(Framework)
    chosen = framework or common.default_framework(frameworks)
    items = [item for item in bank.offered if chosen in item.frameworks]
    drawn = secrets.randbelow(10**6) if seed is None else seed
    return compose(bank.index.values(), items, minutes, level, drawn, str(chosen),
                   lambda name: bank.exercises[name].topic)  # fmt: skip


def described(going: Mock) -> dict[str, object]:
    """What the opening sentence says."""
    level = common.say(f"quiz.{going.level}")
    return {"minutes": going.minutes, "level": level, "seed": going.seed,
            "questions": len(going.questions), "exercises": len(going.coding)}  # fmt: skip


def unfinished() -> tuple[str, Mock | None]:
    """The interview that was interrupted, if the last one was."""
    with common.store() as store:
        found = store.mocks()
    if not found or found[-1][1]:
        return "", None
    return found[-1][0], Mock.load(found[-1][2])


def clock(seconds: float) -> str:
    """`12:03`; `-1:30` when the time has run out."""
    sign, whole = ("-", -int(seconds)) if seconds < 0 else ("", int(seconds))
    return f"{sign}{whole // 60}:{whole % 60:02}"


class Interview:
    """One interview at the terminal; it is kept after every step, and so is its clock."""

    def __init__(self, bank: Bank, going: Mock, name: str) -> None:
        self.bank, self.going, self.name = bank, going, name
        self.began = time.monotonic() - going.spent
        self.warned = False

    @property
    def spent(self) -> float:
        """Seconds since it began, those before an interruption included."""
        return time.monotonic() - self.began

    @property
    def left(self) -> str:
        """What is left on the clock."""
        return clock(60 * self.going.minutes - self.spent)

    def run(self) -> int:
        """Questions, exercises, report."""
        typed.take_readline()
        self.keep(self.going)
        while (place := self.going.next_question) is not None:
            if not self.ask(place):
                return self.end()
        while (place := self.going.next_coding) is not None:
            if not self.code(place):
                break
        return self.end()

    def keep(self, going: Mock, done: bool = False) -> None:
        """Where it stands, on the disk."""
        self.going = going
        try:
            with common.store(readonly=False) as store:
                store.save_mock(self.name, going.dump(), done)
        except StoreError as error:
            if not self.warned:
                common.err(common.word(error))
            self.warned = True

    def ask(self, place: int) -> bool:
        """One question and its follow-up; False if the learner ends the interview."""
        item = self.going.questions[place]
        question = self.bank.question(item.question)
        variables = answers.draw(question, item.variant)
        order = quiz.shuffle(question, item.variant)
        facts = {"number": place + 1, "total": len(self.going.questions), "left": self.left}
        common.out(f"\n{common.say('mock.question', **facts)}\n")
        answers.show_question(question, variables, order)
        print_keys(key_line(KEYS, question))
        began = time.monotonic()
        given = typed.answer(question, KEYS, taken(question))
        if isinstance(given, Pressed) and given.key is Key.QUIT:
            return False
        text = given if isinstance(given, str) else ""
        marking = quiz.mark(question, text, variables, order)
        said, follow_ups = "", question.follow_ups
        if item.follow_up and follow_ups:
            asked = follow_ups[item.variant % len(follow_ups)].of(common.lang())
            common.out()
            print_text(common.say("session.asks", text=asked))
            common.out(common.say("mock.follow_up"))
            said = typed.more(input(typed.PROMPT) or " ", typed.MOST_LINES)
        seconds = round(time.monotonic() - began, 1)
        done = replace(item, answer=text, seconds=seconds, score=marking.score,
                       correct=marking.correct, said=said)  # fmt: skip
        self.keep(self.going.answered(place, done, self.spent))
        return True

    def code(self, place: int) -> bool:
        """One exercise, written in the learner's editor; False if the interview is ended."""
        from quizkit.cli.start import begin, set_aside
        from quizkit.cli.start import place as place_of

        task = self.going.coding[place]
        item = self.bank.exercises[task.exercise]
        framework = Framework(self.going.framework)
        if not task.file:
            copy = set_aside(place_of(item, framework))
            path = begin(item, framework, minutes=task.minutes)
            if copy:
                common.out(common.say("cli.kept_copy", file=copy))
            task = Coding(task.exercise, task.topic, task.minutes, str(path.absolute()))
            self.keep(self.going.handed_in(place, task, self.spent))
        began = time.monotonic()
        facts = {"title": item.title.of(common.lang()), "minutes": task.minutes}
        common.out(f"\n{common.say('mock.coding', **facts, left=self.left)}\n")
        print_text(statement(item))
        common.out(f"\n{common.say('mock.edit', file=Path(task.file).name)}")
        line = fold(input(typed.PROMPT)).lower()
        key = pressed(line, (Key.SKIP, Key.QUIT))
        if key is not None and key.key is Key.QUIT:
            return False
        passed = time.monotonic() - began
        file = "" if key is not None else task.file
        done = Coding(task.exercise, task.topic, task.minutes, file, round(passed, 1))
        self.keep(self.going.handed_in(place, done, self.spent))
        return True

    def end(self) -> int:
        """Grade, let open answers be confirmed, keep everything, show the report."""
        self.keep(replace(self.going, over=True, spent=self.spent))
        before = mock_report.last_like(self.going, self.name)
        final = mock_report.concluded(self.bank, self.going)
        self.keep(final, done=True)
        mock_report.record(self.bank, final)
        mock_report.show(self.bank, final, before)
        return 0
