"""Helpers around training: `data` (datasets and loaders) and `checkpoint`."""

from . import checkpoint, data

__all__ = ["checkpoint", "data"]
