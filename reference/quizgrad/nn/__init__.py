"""Layers and losses: `Module`, `Parameter`, and the modules built on `nn.functional`."""

from . import functional, init, utils
from .activation import Identity, LogSoftmax, ReLU, Sigmoid, Softmax, Tanh
from .container import ModuleDict, ModuleList, ParameterList, Sequential
from .layers import AvgPool2d, Conv2d, Dropout, Embedding, Flatten, Linear, MaxPool2d
from .loss import CrossEntropyLoss, MSELoss, NLLLoss
from .module import Module, Parameter
from .recurrent import RNN, RNNCell

__all__ = [
    "RNN", "AvgPool2d", "Conv2d", "CrossEntropyLoss", "Dropout", "Embedding", "Flatten",
    "Identity", "Linear", "LogSoftmax", "MSELoss", "MaxPool2d", "Module", "ModuleDict",
    "ModuleList", "NLLLoss", "Parameter", "ParameterList", "RNNCell", "ReLU", "Sequential",
    "Sigmoid", "Softmax", "Tanh", "functional", "init", "utils",
]
