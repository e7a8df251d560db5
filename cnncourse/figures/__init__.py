"""The drawings that the pages share. Importing any of them in a notebook turns on the house style."""

import sys

if "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None:
    from cnncourse.figures.style import use_house_style

    use_house_style()
