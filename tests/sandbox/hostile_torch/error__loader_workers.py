# without seccomp: error+accepted
import torch
from torch.utils.data import DataLoader, TensorDataset


def f(x):
    list(DataLoader(TensorDataset(torch.ones(4)), num_workers=2))
    return x * 2
