"""What was attempted, answered and started: an append-only SQLite file in the user's data folder.

Rows are only ever added, each in a transaction of its own that is on the disk before the call
returns; what is shown (status, due dates, weak topics) is derived from them. `reset` adds a marker
that hides the rows before it.

    with Store.open() as store:         StoreError where the file cannot be read or written
        store.add_review(review)
    by_topic(topics, entries, store.latest(), now())

`quizkit.progress.carry` takes everything to another machine; it is imported where that is done.
"""

from quizkit.progress.past import Clock, changes, clock, past, solved_in
from quizkit.progress.recall import recall
from quizkit.progress.records import Note, Started
from quizkit.progress.schema import VERSION
from quizkit.progress.store import FILE, SOLUTION, Store, now
from quizkit.progress.summary import TopicProgress, by_topic, due, expected, weak_topics

__all__ = [
    "FILE",
    "SOLUTION",
    "VERSION",
    "Clock",
    "Note",
    "Started",
    "Store",
    "TopicProgress",
    "by_topic",
    "changes",
    "clock",
    "due",
    "expected",
    "now",
    "past",
    "recall",
    "solved_in",
    "weak_topics",
]
