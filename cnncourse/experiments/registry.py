"""The experiments by name. Each lives in its own module, imported when it is asked for."""

import importlib

from cnncourse.experiments.experiment import Experiment

MODULES: dict[str, str] = {  # name: module
    "momentum": "cnncourse.experiments.eecs445.momentum",
    "schedules": "cnncourse.experiments.eecs445.schedules",
    "regularization": "cnncourse.experiments.eecs445.regularization",
    "capacity": "cnncourse.experiments.eecs445.capacity",
    "loss-width": "cnncourse.experiments.eecs445.loss_width",
    "update-ratio": "cnncourse.experiments.eecs445.update_ratio",
    "first-layer-noise": "cnncourse.experiments.eecs445.first_layer_noise",
    "padding": "cnncourse.experiments.eecs445.padding",
    "sharing": "cnncourse.experiments.eecs445.sharing",
    "pooling": "cnncourse.experiments.eecs445.pooling",
    "depth-profile": "cnncourse.experiments.eecs445.depth_profile",
    "image-features": "cnncourse.experiments.eecs445.image_features",
    "transfer": "cnncourse.experiments.eecs445.transfer",
    "transfer-equal-heads": "cnncourse.experiments.eecs445.transfer_equal_heads",
    "generic-layers": "cnncourse.experiments.eecs445.generic_layers",
}


def names() -> list[str]:
    """All experiments, in the order of the lectures."""
    return list(MODULES)


def get(name: str) -> Experiment:
    """The experiment of that name.

    Raises:
        KeyError: if there is none; the message lists those there are.
    """
    if name not in MODULES:
        raise KeyError(f"no experiment is called {name!r}; there are {', '.join(MODULES)}")
    return importlib.import_module(MODULES[name]).EXPERIMENT
