"""SciPy: a Haar unitary of size 256 as the Q of a Gaussian matrix by LAPACK (zgeqrf, zungqr), its columns' phases fixed, normals drawn by NumPy."""

import time
from importlib.metadata import version

import numpy as np
from scipy.linalg import qr

import common

SIZE = 256


def haar(generator):
    gaussian = generator.standard_normal((SIZE, SIZE)) + 1j * generator.standard_normal((SIZE, SIZE))
    q, r = qr(gaussian, overwrite_a=True, check_finite=False)
    diagonal = np.diagonal(r)
    q *= diagonal / np.abs(diagonal)
    return q


def main():
    import json
    import sys

    generator = np.random.default_rng(0)
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "hello":
            answer = {"versions": {"scipy": version("scipy")}}
        else:
            start = time.process_time()
            calls = 0
            while time.process_time() - start < 0.04:
                haar(generator)
                calls += 1
            answer = {"spent": [(time.process_time() - start) / calls]}
        common.CONVERSATION.write(json.dumps(answer) + "\n")
        common.CONVERSATION.flush()


main()
