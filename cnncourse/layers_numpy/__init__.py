"""Every layer by hand: forward and backward as a pair of functions in NumPy, and a thin class that holds the state."""
