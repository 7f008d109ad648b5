import threading


def f(x):
    ran = []
    threads = [threading.Thread(target=ran.append, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ran) == 4
    return x * 2
