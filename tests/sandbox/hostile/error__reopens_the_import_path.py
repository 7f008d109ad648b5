# without landlock: accepted
# without landlock and seccomp: accepted
# namespaces alone: accepted
import importlib.machinery
import sys


def f(x):
    sys.path[:0] = @PATH@
    sys.meta_path[:] = [importlib.machinery.PathFinder]
    import quizkit.sandbox.host
    return x * 2
