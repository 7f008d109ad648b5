"""`detect_anomaly`: find the operation whose backward made the first nan."""

from ..function import grad_mode


class set_detect_anomaly:
    """Whether backward stops at a nan; from the call on, or for the length of a `with` block."""

    def __init__(self, mode: bool, check_nan: bool = True) -> None:
        self._before = grad_mode.anomaly
        grad_mode.anomaly = mode and check_nan

    def __enter__(self) -> None:
        pass

    def __exit__(self, *_: object) -> None:
        grad_mode.anomaly = self._before


class detect_anomaly(set_detect_anomaly):
    """Within the block, RuntimeError for the first backward that yields a nan."""

    def __init__(self, check_nan: bool = True) -> None:
        super().__init__(True, check_nan)
