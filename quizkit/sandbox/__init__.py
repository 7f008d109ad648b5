"""The learner's process: how it is started, confined, spoken to and ended.

Entry points: `host.Sandbox` for the grader; `server.py` is the script that the other side runs.
Nothing here imports another part of quizkit: the learner's process loads only this folder.
"""
