"""One layer, then the rest of the net by itself."""


def count_params(layers, in_shape, *, bias=True, shared=True):
    if not layers:
        return []
    first, *rest = layers
    numbers, out_shape = one_layer(first, in_shape, int(bias), shared)
    return [numbers, *count_params(rest, out_shape, bias=bias, shared=shared)]


def one_layer(layer, in_shape, bias, shared):
    if layer["layer"] == "relu":
        return 0, in_shape
    if layer["layer"] == "linear":
        inputs = 1
        for size in in_shape:
            inputs *= size
        return (inputs + bias) * layer["out_features"], [layer["out_features"]]
    if layer["layer"] not in ("conv2d", "max_pool2d"):
        raise ValueError("what is a " + layer["layer"] + "?")
    pooling = layer["layer"] == "max_pool2d"
    window, padding = layer["kernel_size"], layer.get("padding") or 0
    stride = layer.get("stride") or (window if pooling else 1)
    places = [len(range(0, size + 2 * padding - window + 1, stride)) for size in in_shape[1:]]
    if pooling:
        return 0, [in_shape[0], *places]
    filters = layer["out_channels"]
    neurons = filters if shared else filters * places[0] * places[1]
    return neurons * (in_shape[0] * window**2 + bias), [filters, *places]
