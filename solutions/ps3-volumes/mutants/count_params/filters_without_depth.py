"""Filters of F*F weights, as if the image had one channel.

fails:
- 30 filters of 5x5x3
- the same 30 filters, not shared
- the lecture's net, row by row
- strides, padding and an image that is not square
- not shared, with biases and a stride
points: 2
"""


def count_params(layers, in_shape, *, bias=True, shared=True):
    C, H, W = in_shape
    flat = None
    counts = []
    for layer in layers:
        kind = layer["layer"]
        if kind == "conv2d":
            F, S, P = layer["kernel_size"], layer.get("stride", 1), layer.get("padding", 0)
            H, W = (H + 2 * P - F) // S + 1, (W + 2 * P - F) // S + 1
            K = layer["out_channels"]
            number = F * F * K
            if bias:
                number += K
            if not shared:
                number *= H * W
            C = K
        elif kind == "max_pool2d":
            F, P = layer["kernel_size"], layer.get("padding", 0)
            S = layer.get("stride", F)
            H, W = (H + 2 * P - F) // S + 1, (W + 2 * P - F) // S + 1
            number = 0
        elif kind == "linear":
            inputs = C * H * W if flat is None else flat
            flat = layer["out_features"]
            number = inputs * flat
            if bias:
                number += flat
        elif kind == "relu":
            number = 0
        else:
            raise ValueError(f"unknown layer {kind!r}")
        counts.append(number)
    return counts
