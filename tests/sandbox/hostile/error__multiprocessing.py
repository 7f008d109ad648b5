# without seccomp: error+accepted
# without landlock and seccomp: error+accepted
import multiprocessing


def f(x):
    with multiprocessing.get_context("fork").Pool(2) as pool:
        pool.map(abs, [1, 2])
    return x * 2
