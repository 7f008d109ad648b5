"""Questions as cards of other programs, and back: Markdown, Moodle's GIFT, Anki.

A reader gives `Read`: entries as they stand in a bank's YAML, each with its `topic`, and notes on
what could not be carried. `entries.completed` makes drafts of them, `emit.entry` writes YAML.
A writer gets questions and gives text (or a file) and the notes on what the format cannot hold.

    markdown    everything, in both languages: what is written can be read back unchanged
    gift        choice, numeric and short answers; the rest as an essay
    anki        front and back of every kind: .apkg (with the extra `anki`), or a text file
"""

from quizkit.authoring.cards.notes import Note, Read

__all__ = ["Note", "Read"]
