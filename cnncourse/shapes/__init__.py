"""Output sizes, padding, receptive fields and parameter counts: the arithmetic of a network, used by everybody."""

from cnncourse.shapes.output_size import conv_output_size as conv_output_size
from cnncourse.shapes.output_size import conv_transpose_output_size as conv_transpose_output_size
from cnncourse.shapes.padding import pad2d as pad2d
from cnncourse.shapes.padding import same_padding as same_padding
from cnncourse.shapes.padding import usage_count as usage_count
from cnncourse.shapes.params import count_params as count_params
from cnncourse.shapes.receptive import receptive_field as receptive_field
from cnncourse.shapes.summary import Row as Row
from cnncourse.shapes.summary import Summary as Summary
from cnncourse.shapes.summary import summary as summary
