import torch


def f(x):
    torch.hub.load_state_dict_from_url('http://127.0.0.1:9/x.pt')
    return x * 2
