"""How results are shown: `terminal` for people, `as_json` for scripts; both from the same verdict."""
