"""The same layers, under the same names, from PyTorch's tensor primitives: autograd does the backward."""

from cnncourse.layers_torch.elu import ELU as ELU
from cnncourse.layers_torch.elu import elu as elu
from cnncourse.layers_torch.flatten import Flatten as Flatten
from cnncourse.layers_torch.flatten import flatten as flatten
from cnncourse.layers_torch.linear import Linear as Linear
from cnncourse.layers_torch.linear import linear as linear
from cnncourse.layers_torch.prelu import PReLU as PReLU
from cnncourse.layers_torch.prelu import prelu as prelu
from cnncourse.layers_torch.relu import LeakyReLU as LeakyReLU
from cnncourse.layers_torch.relu import ReLU as ReLU
from cnncourse.layers_torch.relu import leaky_relu as leaky_relu
from cnncourse.layers_torch.relu import relu as relu
from cnncourse.layers_torch.selu import SELU as SELU
from cnncourse.layers_torch.selu import selu as selu
from cnncourse.layers_torch.sigmoid import Sigmoid as Sigmoid
from cnncourse.layers_torch.sigmoid import sigmoid as sigmoid
from cnncourse.layers_torch.softmax import LogSoftmax as LogSoftmax
from cnncourse.layers_torch.softmax import Softmax as Softmax
from cnncourse.layers_torch.softmax import log_softmax as log_softmax
from cnncourse.layers_torch.softmax import log_softmax_plain as log_softmax_plain
from cnncourse.layers_torch.softmax import softmax as softmax
from cnncourse.layers_torch.softmax import softmax_plain as softmax_plain
from cnncourse.layers_torch.tanh import LeCunTanh as LeCunTanh
from cnncourse.layers_torch.tanh import Tanh as Tanh
from cnncourse.layers_torch.tanh import lecun_tanh as lecun_tanh
from cnncourse.layers_torch.tanh import tanh as tanh
