"""The same layers, under the same names, from PyTorch's tensor primitives: autograd does the backward."""
