"""Why checks failed: a known mistake whose answers equal the learner's, or the error's structure.

Entry point: `find.diagnose(run, ...)`, once the checks have run. `replay` asks known-wrong
solutions what the learner was asked, `compare` compares answers, `naming` decides between matches,
the modules of `structure` explain what is wrong with an array, `script` is `grade --debug`.
"""
