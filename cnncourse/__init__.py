"""A course on convolutional neural networks that can be run, graded and checked."""

__version__ = "0.1.0"
