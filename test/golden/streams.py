"""Makes streams.json: numbers of NumPy's and Python's own generators, which the published streams must reproduce bit for bit.

Run: python3 test/golden/streams.py > test/golden/streams.json   (NumPy 1.17 or later; the legacy RandomState is frozen)
"""

import json
import random

import numpy as np

uniform = np.random.RandomState(20)
normal = np.random.RandomState(22)
random.seed(22)
python_uniform = [random.random() for _ in range(5)]
random.seed(22)
choices = random.choices(range(3**4), k=12)

qr = np.random.RandomState(22)
z = (qr.normal(size=(2, 4, 4)) + 1j * qr.normal(size=(2, 4, 4))) / np.sqrt(2)
unitaries = []
for block in z:
    q, r = np.linalg.qr(block)
    d = np.diagonal(r)
    unitaries.append(q * (d / np.abs(d)))
unitaries = np.array(unitaries)

# Row 0 of scipy.stats.unitary_group.rvs(4) after numpy.random.seed(24), written out.
state = np.random.RandomState(24)
q, r = np.linalg.qr((state.normal(size=(4, 4)) + 1j * state.normal(size=(4, 4))) / np.sqrt(2))
d = np.diagonal(r)
row = (q * (d / np.abs(d)))[0]

print(
    json.dumps(
        {
            "numpyUniform20": uniform.random_sample(5).tolist(),
            "numpyNormal22": normal.normal(size=7).tolist(),
            "pythonUniform22": python_uniform,
            "pythonChoices22": choices,
            "haar22Real": unitaries.real.ravel().tolist(),
            "haar22Imag": unitaries.imag.ravel().tolist(),
            "state24Real": row.real.tolist(),
            "state24Imag": row.imag.tolist(),
        },
        indent=1,
    )
)
