# ---
# jupyter:
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Problem set 3: the volume machine
#
# A color photograph of 32 by 32 pixels is a box of numbers: 3 deep, 32 high, 32 wide. A convolution layer turns this
# box into another box, a pooling layer makes the box smaller, and at the end ten numbers are left: one for each class.
# In this problem set you build that machine, and you do its bookkeeping: how large is each box, and how many weights
# does it take to make it?
#
# The lecture's own bookkeeping does not add up in three places. You will find all three.
#
# **How it works.** Write your code where it says `YOUR CODE HERE`. Then run the test cell below it. It prints a table:
# which cases pass, which fail, and a hint for each that fails. Run the cell to see *which* case failed; the *Validate*
# button only says *that* one did. The cases that you see are a part of the points. More of them, with other numbers,
# are run when your work is graded: a function that only knows the numbers shown here earns about a third.
#
# **Handing in.** Run everything once from the top (*Restart & Run All*), save the notebook under the name it has, and
# hand in this one file. What does not work yet costs only its own cases.
#
# **Rules.** Use Python and NumPy. Do not import the answer: `torch`, `scipy` and the course's own layers may be used
# to check your results in a cell of your own, but a graded function that uses them earns nothing. Talk with others
# about the ideas; write the code yourself.
#
# **Reading.** Chapter 3 of the book has a page on each part. A claim that is named here, such as `eecs-445-034`, is a
# sentence of the lecture; the book says under this id how it was checked.
#
# **Time.** About 6 hours: 1 for the sizes and the counts by hand, 2 for the convolution, 1 for pooling, 2 for the rest.
#
# | part | what | points |
# |---|---|---|
# | 1 | a schedule, and six runs to diagnose | 14 |
# | 2 | output sizes | 12 |
# | 3 | padding: who is looked at how often | 10 |
# | 4 | the convolution | 22 |
# | 5 | pooling | 14 |
# | 6 | the parameters of a net, and when not to share | 20 |
# | 7 | a feature made by hand | 8 |

# %% [markdown]
# ## 0. Is everything here?
#
# Run this cell first. It says plainly what is missing.

# %% nbgrader={"grade_id": "environment", "locked": true}
import sys
from importlib.util import find_spec

problems = []
if tuple(sys.version_info) < (3, 11):
    problems.append(f"Python 3.11 or newer is needed, and this is {sys.version.split()[0]}: choose another kernel.")
if find_spec("numpy") is None:
    problems.append("NumPy is missing. In a terminal: pip install numpy")
if find_spec("cnncourse") is None:
    source = "git+https://github.com/cnncourse/cnncourse"
    problems.append(f'The course\'s package is missing. In a terminal: pip install "cnncourse @ {source}"')
print("\n".join([*problems, "Then restart the kernel."]) if problems else "Everything is here.")

import numpy as np

# %% [markdown]
# ## 1. The training desk
#
# ### 1a. Schedules with a half-life (8 points)
#
# The lecture multiplies the learning rate by 0.97 after every epoch. After how many epochs is it half of what it was?
# `0.97**22` is 0.512 and `0.97**23` is 0.496, so a little more than 22. A *half-life* says this directly. Here, every
# schedule gets one: with `initial=0.8` and `half_life=10`, the rate is 0.8 in epoch 0 and 0.4 in epoch 10, whichever
# schedule you choose. In between and afterwards they differ:
#
# | epoch | 0 | 5 | 10 | 20 | 30 |
# |---|---|---|---|---|---|
# | `"1/t"`: initial / (1 + decay * epoch) | 0.8 | 0.533 | 0.4 | 0.267 | 0.2 |
# | `"exponential"`: initial * factor ** epoch | 0.8 | 0.566 | 0.4 | 0.2 | 0.1 |
# | `"step"`: halved whenever half_life epochs are full | 0.8 | 0.8 | 0.4 | 0.2 | 0.1 |
#
# Find the decay and the factor from the half-life, on paper. Then write it down.


# %% nbgrader={"grade_id": "learning_rate", "solution": true}
def learning_rate(epoch, *, schedule, initial, half_life):
    """The learning rate in an epoch.

    epoch: 0, 1, 2, ...
    schedule: "1/t", "exponential" or "step".
    initial: the rate in epoch 0.
    half_life: after so many epochs the rate is initial / 2; need not be a whole number for the first two.

    Raises ValueError for another schedule, and names it in the message.
    """
    ### BEGIN SOLUTION
    if schedule == "1/t":
        return initial / (1 + epoch / half_life)
    if schedule == "exponential":
        return initial * 0.5 ** (epoch / half_life)
    if schedule == "step":
        return initial * 0.5 ** (epoch // half_life)
    raise ValueError(f'schedule must be "1/t", "exponential" or "step", but is {schedule!r}')
    ### END SOLUTION


# %% [markdown]
# ### 1b. Six runs (6 points)
#
# Six networks were trained on small pictures of digits. The label of every tenth picture was drawn by lot, so even a
# good net stays near 0.9. In five of the six, one thing is badly chosen. For every epoch you have
#
# * the loss, and its *width*: the standard deviation over the epoch's batches,
# * the accuracy on the training and on the validation images,
# * the *update ratio*: the length of an update of the first layer's weights, divided by the length of the weights. The
#   lecture wants 0.001 to 0.01; on so small a network, a few hundredths do no harm.
#
# The cell below prints them, each as a curve from the first epoch to the last and with its first, middle and last
# value. The file `runs.csv` has all the numbers, if you want to draw them properly.

# %%
import csv
from pathlib import Path


def curve(values):
    """One character for each value, from the lowest (space) to the highest."""
    lowest, highest = min(values), max(values)
    return "".join(" ▁▂▃▄▅▆▇█"[round(8 * (value - lowest) / ((highest - lowest) or 1))] for value in values)


if Path("runs.csv").is_file():
    with open("runs.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    for name in "ABCDEF":
        print(f"run {name}")
        for column in ("loss", "loss_width", "training_accuracy", "validation_accuracy", "update_ratio"):
            values = [float(row[column]) for row in rows if row["run"] == name]
            print(f"  {column:20} {curve(values)}  {values[0]:7.2g} {values[9]:7.2g} {values[-1]:7.2g}")
else:
    print("The file runs.csv is missing: it came with this notebook, and belongs into the same folder.")

# %% [markdown]
# What does each run need? Write one of these answers behind each letter, and each of them once:
#
#     "nothing"                   "more regularization"
#     "a higher learning rate"    "more capacity"
#     "a lower learning rate"     "larger batches"

# %% nbgrader={"grade_id": "diagnosis", "solution": true}
diagnosis = {"A": None, "B": None, "C": None, "D": None, "E": None, "F": None}
### BEGIN SOLUTION
diagnosis = {
    "A": "a higher learning rate",
    "B": "more regularization",
    "C": "nothing",
    "D": "a lower learning rate",
    "E": "more capacity",
    "F": "larger batches",
}
### END SOLUTION

# %% [markdown]
# ## 2. Output sizes (12 points)
#
# A row has 7 pixels, and a window of 3 slides over it. At stride 1 it starts at pixel 0, 1, 2, 3 or 4: 5 places. At
# stride 2 it starts at 0, 2 or 4: 3 places. At stride 3 it starts at 0 or 3, and the last pixel is left over. The
# lecture says "cannot". Frameworks say 2, or 3 if the last window may hang over the edge. Your function knows all
# three:
#
# | mode | 7 pixels, window 3, stride 3 | who does it |
# |---|---|---|
# | `"floor"` | 2 | convolutions |
# | `"ceil"` | 3 | pooling layers, if you ask them to |
# | `"exact"` | `ValueError` | the lecture |
#
# With `"ceil"` there is a rule: the last window has to start on a pixel, or in the padding on the left. A window that
# starts in the padding on the right sees nothing, and is not counted.


# %% nbgrader={"grade_id": "conv_output_size", "solution": true}
def conv_output_size(size, kernel_size, *, stride=1, padding=0, dilation=1, mode="floor"):
    """The number of places along one axis where a window fits, as an int.

    size: pixels of the row.
    kernel_size: entries of the window.
    stride: pixels from one window to the next.
    padding: pixels added on each side of the row.
    dilation: pixels from one entry of the window to the next; a window of 3 with dilation 2 reaches over 5 pixels.
    mode: "floor" leaves out what does not fit, "ceil" lets a last window hang over the edge, "exact" raises.

    Raises ValueError if the window does not fit at all, or if the mode is "exact" and pixels are left over. The message
    of the second says that it is the "stride" which does not fit.
    """
    ### BEGIN SOLUTION
    room = size + 2 * padding - dilation * (kernel_size - 1) - 1  # pixels that the window can move
    if mode == "exact" and room % stride:
        raise ValueError(f"stride {stride} does not fit: {room % stride} pixels of {size} are left over")
    places = room // stride + 1
    if mode == "ceil" and room % stride and places * stride < size + padding:
        places += 1
    if places < 1:
        raise ValueError(f"a window of {kernel_size} does not fit into size {size} with padding {padding}")
    return places
    ### END SOLUTION


# %% [markdown]
# ## 3. Who is looked at how often (10 points)
#
# A window of 3 slides over a row of 7 pixels. The first pixel is seen by one window, the second by two, and every pixel
# in the middle by three: 1, 2, 3, 3, 3, 2, 1. In an image of 7 by 7, the pixel in row 1 and column 2 is seen by
# 2 * 3 = 6 windows. The corners are seen once, the center 9 times.
#
# A second convolution on top counts again: now a *path* leads from a pixel to an output of the first layer, and from
# there to an output of the second. On 9 by 9 pixels, 1 path leaves the corner and 81 leave the center. That is how
# the border washes out of a network without padding. How much does padding help?


# %% nbgrader={"grade_id": "usage_count", "solution": true}
# reference: cnncourse.shapes.padding:usage_count

# %% [markdown]
# ## 4. The convolution (22 points)
#
# Here is the whole arithmetic of one output value. A window of the image holds 1, 2 above 3, 4. The filter holds 10,
# 20 above 30, 40. The output is 1\*10 + 2\*20 + 3\*30 + 4\*40 = 300. A color image has three such windows, one behind
# the other, and the filter is just as deep: add up everything, add the filter's bias, and you have one number.
#
# Loops are fine. Write down what happens at one place of one image for one filter, and put loops around it. The shapes
# are those of PyTorch, and so are the names; and as in PyTorch, out has the dtype of x, so that float32 stays float32.
# The second thing to return, the cache, is for a backward pass: return what you would need there. It is not looked at.


# %% nbgrader={"grade_id": "conv2d_forward", "solution": true}
# reference: cnncourse.layers_numpy.conv:conv2d_forward_plain

# %% [markdown]
# ## 5. Pooling (14 points)
#
# Max-pooling looks through the same windows and keeps the largest number of each, in every channel by itself:
#
#     1 1 | 2 4
#     5 6 | 7 8          6 8
#     ----+----   -->    3 4
#     3 2 | 1 0
#     1 2 | 3 4
#
# Three questions decide whether your function does what a network needs. What is the stride if nobody gives one? What
# does the padding hold, when all pixels are negative? And what comes out of a window with a NaN in it?
#
# The cache is again for a backward pass (exercise 2 at the end), and is not looked at.


# %% nbgrader={"grade_id": "max_pool2d_forward", "solution": true}
# reference: cnncourse.layers_numpy.max_pool:max_pool2d_forward_plain

# %% [markdown]
# ## 6. The parameters of a net
#
# ### 6a. Row by row (14 points)
#
# The lecture puts 30 filters of 5x5 on a 32x32x3 image, with padding 1, and says: the output is 32x32x30. If every
# output value had weights of its own, these would be "about 3 million". Now count. With padding 1 the output is 30
# wide, not 32. 30 * 30 * 30 values with 75 weights each make 2,025,000. Which padding makes the output 32 wide, and how
# many weights are there then? And with sharing?
#
# The net is given as a list, from the image on:
#
#     [{"layer": "conv2d", "out_channels": 10, "kernel_size": 3, "stride": 1, "padding": 1},
#      {"layer": "relu"},
#      {"layer": "max_pool2d", "kernel_size": 2},
#      {"layer": "linear", "out_features": 10}]
#
# On a 3x32x32 image its layers have 280, 0, 0 and 25,610 parameters. The book writes a row `flatten` before the linear
# layer; here there is none, and a linear layer reads all numbers of the volume by itself.


# %% nbgrader={"grade_id": "count_params", "solution": true}
def count_params(layers, in_shape, *, bias=True, shared=True):
    """The number of parameters of each layer, as a list of ints.

    layers: a list of dicts; the key "layer" says what it is:
        "conv2d": out_channels, kernel_size, and if they are given, stride (else 1) and padding (else 0)
        "max_pool2d": kernel_size, and if they are given, stride (else kernel_size) and padding (else 0)
        "linear": out_features; it sees all numbers that come in
        "relu": changes no shape
        All sizes are single numbers: windows are square, images need not be.
    in_shape: (C, H, W) of the image.
    bias: whether each conv2d and linear layer has biases.
    shared: whether all places of a conv2d share their weights and biases; if not, each output value has its own.

    Raises ValueError for another layer, and names it in the message.
    """
    ### BEGIN SOLUTION
    shape, counts = tuple(in_shape), []
    for layer in layers:
        kind, count = layer["layer"], 0
        if kind in ("conv2d", "max_pool2d"):
            kernel_size, padding = layer["kernel_size"], layer.get("padding", 0)
            stride = layer.get("stride", 1 if kind == "conv2d" else kernel_size)
            channels, height, width = shape
            out_h = (height + 2 * padding - kernel_size) // stride + 1
            out_w = (width + 2 * padding - kernel_size) // stride + 1
            if kind == "conv2d":
                count = layer["out_channels"] * (kernel_size * kernel_size * channels + bias)
                count *= 1 if shared else out_h * out_w
                channels = layer["out_channels"]
            shape = (channels, out_h, out_w)
        elif kind == "linear":
            count = layer["out_features"] * (int(np.prod(shape)) + bias)
            shape = (layer["out_features"],)
        elif kind != "relu":
            raise ValueError(f"layer must be conv2d, max_pool2d, linear or relu, but is {kind!r}")
        counts.append(count)
    return counts
    ### END SOLUTION


# %% [markdown]
# ### 6b. When not to share (6 points, read by a person)
#
# The lecture says that sharing weights "is sometimes not a good idea". Name one task whose images are laid out so that
# different places need different features. Then answer, in four to eight sentences: What would a shared filter get
# wrong there? What does it cost not to share, in parameters and in training images? How would you find out, with an
# experiment, which of the two is better for your task?

# %% [markdown] nbgrader={"grade_id": "why_share", "solution": true, "grade": true, "points": 6}
# What a good answer holds:
#
# 2 points: a task with a fixed layout (aligned faces, digits in the boxes of a form, spectrograms, whose height is the
# frequency), and which feature belongs to which place. 1 point: a shared filter has to serve all places, so it spends
# filters on features that are useful at one of them, or fires where the feature means nothing. 2 points: the cost, with
# numbers: H_out * W_out times the parameters (2,304,000 for 2,250), and each weight learns only from its own place, so
# many more images are needed. 1 point: an experiment that compares the two on held-out images, at several sizes of the
# training set, with several seeds.
#

# %% [markdown]
# ## 7. A feature made by hand (8 points)
#
# Before networks learned their features, people made them. A color histogram forgets where things are and keeps how
# much of each color there is. Two red pixels, a green one and a blue one make [2, 1, 1] in three bins.
#
# The *hue* of a pixel is its place on the color circle. Let the largest of red, green and blue be `largest` and the
# smallest `smallest`, and `spread = largest - smallest`. Then the hue is
#
# * (green - blue) / spread / 6, if red is the largest,
# * (2 + (blue - red) / spread) / 6, if green is,
# * (4 + (red - green) / spread) / 6, if blue is,
#
# all of it modulo 1. Red has the hue 0, green 1/3, blue 2/3. Bin number `k` of `bins` holds the hues from `k / bins` up
# to, but not including, `(k + 1) / bins`.


# %% nbgrader={"grade_id": "color_histogram", "solution": true}
def color_histogram(image, bins):
    """How many pixels have their hue in each bin.

    image: (3, H, W), red, green and blue; floats from 0 to 1 or integers from 0 to 255.
    bins: the number of equal parts of the color circle.

    Returns an integer array (bins,). A gray pixel has no hue, and counts as 0.
    """
    ### BEGIN SOLUTION
    red, green, blue = np.asarray(image, dtype=float)
    largest = np.maximum(np.maximum(red, green), blue)
    spread = largest - np.minimum(np.minimum(red, green), blue)
    safe = np.where(spread == 0, 1, spread)
    sixth = np.where(
        largest == red,
        (green - blue) / safe,
        np.where(largest == green, 2 + (blue - red) / safe, 4 + (red - green) / safe),
    )
    place = ((sixth / 6) % 1 * bins).astype(int)
    return np.bincount(np.minimum(place, bins - 1).ravel(), minlength=bins)
    ### END SOLUTION


# %% [markdown]
# ## Stretch
#
# Not graded. Each is a good evening.
#
# 1. **Faster.** Time your convolution on 8 images of 3x32x32 with 16 filters of 3x3. Then replace the loops over places
#    by loops over the entries of the filter: for each entry, multiply one shifted copy of the whole image. How many
#    times faster? What does `numpy.lib.stride_tricks.sliding_window_view` add?
# 2. **Backward.** Write `max_pool2d_backward(grad_out, cache)`. Which pixel gets the gradient when two are the largest?
#    What does PyTorch do?
# 3. **Closed form.** Find a formula, without a loop, for how many windows see pixel `i` of a row of `size` pixels.
#    Compare it with `usage_count` for all sizes up to 30, windows up to 5 and strides up to 3.
# 4. **HOG.** Write the histogram of oriented gradients with cells of 8x8 pixels and 9 bins. Why does a 32x32 image give
#    144 numbers? What changes if you shift the image by one pixel, and what if you shift it by eight?
