"""All attacks that run."""

from attacks_by_import import NO_ANSWERS
from attacks_on_resources import RESOURCES
from attacks_on_the_box import ESCAPES
from attacks_on_the_judge import TRICKS

ATTACKS = [*RESOURCES, *ESCAPES, *TRICKS, *NO_ANSWERS]
