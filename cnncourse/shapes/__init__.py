"""Output sizes, padding, receptive fields and parameter counts: the arithmetic of a network, used by everybody."""

from cnncourse.shapes.output_size import conv_output_size
from cnncourse.shapes.padding import pad2d, same_padding, usage_count
from cnncourse.shapes.receptive import receptive_field

__all__ = ["conv_output_size", "pad2d", "receptive_field", "same_padding", "usage_count"]
