"""Gradient descent with momentum in a long valley: f(a, b) = (a² + 16 b²)/2."""

import numpy as np

from cnncourse.figures.interactive.stepper import Frame, Setting, Stepper, number

CURVATURE = np.array([1.0, 16.0])
START = np.array([-9.0, 2.0])
LEARNING_RATE = 0.11
STEPS = 24
SCALE = 30  # pixels a unit
MIDDLE = np.array([300, 110])


def momentum() -> Stepper:
    """24 steps from (−9, 2) with learning rate 0.11 and momentum 0, 0.5 or 0.9."""
    figure = Stepper(600, 220)
    figure.settings = (Setting("Momentum", ("0", "0.5", "0.9")),)
    for level in (1, 6, 16, 30, 48):
        radii = np.sqrt(2 * level / CURVATURE) * SCALE
        figure.add(
            "ellipse", cx=MIDDLE[0], cy=MIDDLE[1], rx=round(radii[0], 1), ry=round(radii[1], 1), class_="contour"
        )
    figure.add("path", d=f"M{MIDDLE[0] - 5} {MIDDLE[1]}h10M{MIDDLE[0]} {MIDDLE[1] - 5}v10", class_="contour")
    figure.add("polyline", "path", points="", class_="path")
    figure.add("circle", "dot", cx=0, cy=0, r=6, class_="dot")
    for value in ("0", "0.5", "0.9"):
        figure.sequences[value] = _frames(float(value))
    figure.still = ("0.9", -1)
    return figure


def path(momentum: float) -> np.ndarray:
    """The places (STEPS + 1, 2) that SGD visits: v ← momentum · v + gradient, place ← place − rate · v."""
    place, velocity, places = START.copy(), np.zeros(2), [START.copy()]
    for _ in range(STEPS):
        velocity = momentum * velocity + CURVATURE * place
        place = place - LEARNING_RATE * velocity
        places.append(place.copy())
    return np.array(places)


def _frames(momentum: float) -> list[Frame]:
    places = path(momentum)
    pixels = np.round(MIDDLE + places * SCALE * np.array([1, -1]), 1)
    frames = []
    for i, place in enumerate(places):
        value = float((CURVATURE * place**2).sum() / 2)
        points = " ".join(f"{x:g},{y:g}" for x, y in pixels[: i + 1])
        changes = {"path": {"points": points}, "dot": {"cx": pixels[i, 0], "cy": pixels[i, 1]}}
        a, b, loss = (number(round(float(shown), 2)) for shown in (*place, value))
        words = f"Step {i}: at ({a}, {b}), loss {loss}."
        frames.append(Frame(words, changes))
    return frames
