"""quizkit: interview practice for deep-learning roles, with auto-graded exercises."""

__version__ = "0.1.0"
