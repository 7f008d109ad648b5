"""The script of the learner's side: `python -E -P server.py MODE FRAMEWORK ABOUT`.

It loads its own folder under a private name, so that `import quizkit` fails for the learner, and
hands over: MODE `fork` is the fork server (ABOUT: its control descriptor), `fresh` a single child
(ABOUT: JSON, what it is to be).
"""

import importlib.util
import os
import sys
import traceback
from pathlib import Path

NAME = "_learner_side"


def load_own_package() -> None:
    """Make the folder of this file importable as a package of a private name."""
    here = Path(__file__).resolve().parent
    spec = importlib.util.spec_from_file_location(
        NAME, here / "__init__.py", submodule_search_locations=[str(here)]
    )
    assert spec is not None and spec.loader is not None
    package = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = package
    spec.loader.exec_module(package)


if __name__ == "__main__":
    load_own_package()
    mode = "forkserver" if sys.argv[1] == "fork" else "freshstart"
    try:
        importlib.import_module(f"{NAME}.{mode}").main(*sys.argv[2:])
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)  # nothing is left to be done, and taking a framework down takes time
