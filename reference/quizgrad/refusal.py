"""What PyTorch can do and this engine does not: refused by name, never done differently."""


class Unavailable(NotImplementedError):
    """PyTorch has this, quizgrad does not; the message says what and what to do instead."""
