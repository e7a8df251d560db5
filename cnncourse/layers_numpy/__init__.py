"""Every layer by hand: forward and backward as a pair of functions in NumPy, and a thin class that holds the state.

    out, cache = conv2d_forward(x, weight, bias, stride=2)
    grad_x, grad_weight, grad_bias = conv2d_backward(grad_out, cache)

Arrays are float32, or all float64, and so is what comes out; images are (N, C, H, W). Nothing that goes in is changed.
A cache serves more than one backward, and a backward returns the gradients in the order of the forward's arrays. It
raises a ValueError where grad_out has not the shape and dtype of out. Names, defaults and answers are PyTorch's.
"""

from cnncourse.layers_numpy.avg_pool import AvgPool2d as AvgPool2d
from cnncourse.layers_numpy.avg_pool import avg_pool2d_backward as avg_pool2d_backward
from cnncourse.layers_numpy.avg_pool import avg_pool2d_backward_plain as avg_pool2d_backward_plain
from cnncourse.layers_numpy.avg_pool import avg_pool2d_forward as avg_pool2d_forward
from cnncourse.layers_numpy.avg_pool import avg_pool2d_forward_plain as avg_pool2d_forward_plain
from cnncourse.layers_numpy.batch_norm import batch_norm_backward as batch_norm_backward
from cnncourse.layers_numpy.batch_norm import batch_norm_backward_plain as batch_norm_backward_plain
from cnncourse.layers_numpy.batch_norm import batch_norm_forward as batch_norm_forward
from cnncourse.layers_numpy.batch_norm import batch_norm_forward_plain as batch_norm_forward_plain
from cnncourse.layers_numpy.batch_norm_layer import BatchNorm1d as BatchNorm1d
from cnncourse.layers_numpy.batch_norm_layer import BatchNorm2d as BatchNorm2d
from cnncourse.layers_numpy.conv import Conv2d as Conv2d
from cnncourse.layers_numpy.conv import conv2d_backward as conv2d_backward
from cnncourse.layers_numpy.conv import conv2d_backward_plain as conv2d_backward_plain
from cnncourse.layers_numpy.conv import conv2d_forward as conv2d_forward
from cnncourse.layers_numpy.conv import conv2d_forward_plain as conv2d_forward_plain
from cnncourse.layers_numpy.conv1d import Conv1d as Conv1d
from cnncourse.layers_numpy.conv1d import conv1d_backward as conv1d_backward
from cnncourse.layers_numpy.conv1d import conv1d_forward as conv1d_forward
from cnncourse.layers_numpy.conv1d import conv1d_forward_plain as conv1d_forward_plain
from cnncourse.layers_numpy.conv_matrix import conv_matrix as conv_matrix
from cnncourse.layers_numpy.conv_matrix import conv_matrix_entries as conv_matrix_entries
from cnncourse.layers_numpy.conv_transpose import ConvTranspose2d as ConvTranspose2d
from cnncourse.layers_numpy.conv_transpose import conv_transpose2d_backward as conv_transpose2d_backward
from cnncourse.layers_numpy.conv_transpose import conv_transpose2d_forward as conv_transpose2d_forward
from cnncourse.layers_numpy.conv_transpose import conv_transpose2d_forward_plain as conv_transpose2d_forward_plain
from cnncourse.layers_numpy.convolve2d import convolve2d as convolve2d
from cnncourse.layers_numpy.dropout import AlphaDropout as AlphaDropout
from cnncourse.layers_numpy.dropout import Dropout as Dropout
from cnncourse.layers_numpy.dropout import alpha_dropout_backward as alpha_dropout_backward
from cnncourse.layers_numpy.dropout import alpha_dropout_forward as alpha_dropout_forward
from cnncourse.layers_numpy.dropout import dropout_backward as dropout_backward
from cnncourse.layers_numpy.dropout import dropout_forward as dropout_forward
from cnncourse.layers_numpy.elu import ELU as ELU
from cnncourse.layers_numpy.elu import elu_backward as elu_backward
from cnncourse.layers_numpy.elu import elu_forward as elu_forward
from cnncourse.layers_numpy.fft_conv import fft_conv2d as fft_conv2d
from cnncourse.layers_numpy.flatten import Flatten as Flatten
from cnncourse.layers_numpy.flatten import flatten_backward as flatten_backward
from cnncourse.layers_numpy.flatten import flatten_forward as flatten_forward
from cnncourse.layers_numpy.global_avg_pool import GlobalAvgPool2d as GlobalAvgPool2d
from cnncourse.layers_numpy.global_avg_pool import global_avg_pool2d_backward as global_avg_pool2d_backward
from cnncourse.layers_numpy.global_avg_pool import global_avg_pool2d_forward as global_avg_pool2d_forward
from cnncourse.layers_numpy.layer_norm import LayerNorm as LayerNorm
from cnncourse.layers_numpy.layer_norm import layer_norm_backward as layer_norm_backward
from cnncourse.layers_numpy.layer_norm import layer_norm_forward as layer_norm_forward
from cnncourse.layers_numpy.lenet5 import lenet5 as lenet5
from cnncourse.layers_numpy.linear import Linear as Linear
from cnncourse.layers_numpy.linear import linear_backward as linear_backward
from cnncourse.layers_numpy.linear import linear_forward as linear_forward
from cnncourse.layers_numpy.local_response_norm import LocalResponseNorm as LocalResponseNorm
from cnncourse.layers_numpy.local_response_norm import local_response_norm_backward as local_response_norm_backward
from cnncourse.layers_numpy.local_response_norm import local_response_norm_forward as local_response_norm_forward
from cnncourse.layers_numpy.local_response_norm import (
    local_response_norm_forward_plain as local_response_norm_forward_plain,
)
from cnncourse.layers_numpy.locally_connected import LocallyConnected2d as LocallyConnected2d
from cnncourse.layers_numpy.locally_connected import locally_connected2d_backward as locally_connected2d_backward
from cnncourse.layers_numpy.locally_connected import locally_connected2d_forward as locally_connected2d_forward
from cnncourse.layers_numpy.locally_connected import (
    locally_connected2d_forward_plain as locally_connected2d_forward_plain,
)
from cnncourse.layers_numpy.max_pool import MaxPool2d as MaxPool2d
from cnncourse.layers_numpy.max_pool import max_pool2d_backward as max_pool2d_backward
from cnncourse.layers_numpy.max_pool import max_pool2d_backward_plain as max_pool2d_backward_plain
from cnncourse.layers_numpy.max_pool import max_pool2d_forward as max_pool2d_forward
from cnncourse.layers_numpy.max_pool import max_pool2d_forward_plain as max_pool2d_forward_plain
from cnncourse.layers_numpy.prelu import PReLU as PReLU
from cnncourse.layers_numpy.prelu import prelu_backward as prelu_backward
from cnncourse.layers_numpy.prelu import prelu_forward as prelu_forward
from cnncourse.layers_numpy.relu import LeakyReLU as LeakyReLU
from cnncourse.layers_numpy.relu import ReLU as ReLU
from cnncourse.layers_numpy.relu import leaky_relu_backward as leaky_relu_backward
from cnncourse.layers_numpy.relu import leaky_relu_forward as leaky_relu_forward
from cnncourse.layers_numpy.relu import relu_backward as relu_backward
from cnncourse.layers_numpy.relu import relu_forward as relu_forward
from cnncourse.layers_numpy.selu import SELU as SELU
from cnncourse.layers_numpy.selu import selu_backward as selu_backward
from cnncourse.layers_numpy.selu import selu_forward as selu_forward
from cnncourse.layers_numpy.sequential import Sequential as Sequential
from cnncourse.layers_numpy.sigmoid import Sigmoid as Sigmoid
from cnncourse.layers_numpy.sigmoid import sigmoid_backward as sigmoid_backward
from cnncourse.layers_numpy.sigmoid import sigmoid_forward as sigmoid_forward
from cnncourse.layers_numpy.softmax import LogSoftmax as LogSoftmax
from cnncourse.layers_numpy.softmax import Softmax as Softmax
from cnncourse.layers_numpy.softmax import log_softmax_backward as log_softmax_backward
from cnncourse.layers_numpy.softmax import log_softmax_forward as log_softmax_forward
from cnncourse.layers_numpy.softmax import log_softmax_forward_plain as log_softmax_forward_plain
from cnncourse.layers_numpy.softmax import softmax_backward as softmax_backward
from cnncourse.layers_numpy.softmax import softmax_forward as softmax_forward
from cnncourse.layers_numpy.softmax import softmax_forward_plain as softmax_forward_plain
from cnncourse.layers_numpy.tanh import LeCunTanh as LeCunTanh
from cnncourse.layers_numpy.tanh import Tanh as Tanh
from cnncourse.layers_numpy.tanh import lecun_tanh_backward as lecun_tanh_backward
from cnncourse.layers_numpy.tanh import lecun_tanh_forward as lecun_tanh_forward
from cnncourse.layers_numpy.tanh import tanh_backward as tanh_backward
from cnncourse.layers_numpy.tanh import tanh_forward as tanh_forward
from cnncourse.layers_numpy.winograd import winograd_conv2d as winograd_conv2d
