"""The four colors of the drawings: readable on white and on near-black, and told apart by color-blind readers.

Okabe and Ito's palette without the ones whose contrast on white is below 3:1.
"""

BLUE, ORANGE, GREEN, PINK = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
COLORS = (BLUE, ORANGE, GREEN, PINK)
GRAY = "#808080"
