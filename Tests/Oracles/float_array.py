"""Writes a float32 array of shape [2, 5] with the values 3 to 12, in NumPy's format.

usage: float_array.py OUTPUT.npy
"""

import sys

import numpy

numpy.save(sys.argv[1], numpy.arange(3, 13, dtype="<f4").reshape(2, 5))
