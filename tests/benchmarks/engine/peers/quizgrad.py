"""quizgrad: the program of PyTorch, with another import."""

import quizgrad as torch
from quizgrad import nn, optim
from quizgrad.nn import functional as F
from torch_style import programs

PROGRAMS = programs(torch, nn, F, optim)
