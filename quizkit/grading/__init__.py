"""Grading: a submission and an exercise in, a verdict out.

Entry points: `client.Grader` for callers (it runs `service` in a process of its own), `checks` and
`gates` for the hidden graders of the exercises.
"""
