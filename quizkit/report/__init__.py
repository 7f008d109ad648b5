"""How results are shown: one renderer per format, `terminal` for people, `as_*` for programs."""
