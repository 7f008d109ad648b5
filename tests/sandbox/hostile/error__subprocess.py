# without seccomp: error
# without landlock: error
# without landlock and seccomp: accepted+error
# namespaces alone: accepted+error
import subprocess


def f(x):
    subprocess.run(["/bin/true"], check=True)
    return x * 2
