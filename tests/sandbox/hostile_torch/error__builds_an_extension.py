from torch.utils import cpp_extension


def f(x):
    source = "int f() { return 1; }"
    cpp_extension.load_inline(name="evil", cpp_sources=source, functions=["f"])
    return x * 2
