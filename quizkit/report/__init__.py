"""How results are shown: `terminal` for people, `as_json` for scripts, from the same verdict."""
