"""PyTorch, eager, on one thread: the measure of all others."""

import torch
from torch import nn, optim
from torch.nn import functional as F
from torch_style import programs

torch.set_num_threads(1)
PROGRAMS = programs(torch, nn, F, optim)
