"""The isolation layers by name, in the order in which they are shown; what each does is in
`confine.py`, `imports.py` and `namespaces.py`, what it stops is tried in `probes.py`.
"""

from __future__ import annotations

LAYERS = (
    "closed_imports", "capabilities", "undumpable", "rlimits", "no_new_privs", "landlock",
    "seccomp", "namespaces",
)  # fmt: skip

# Without one of these nobody's code is run that is not trusted. Namespaces come on top: what they
# stop is stopped by Landlock and seccomp as well.
NEEDED = LAYERS[:-1]
