"""NumPy with the OpenBLAS of its wheel: the random Pauli ansatz as products of matrices with the whole batch, states kept for the way back.

The costate is carried conjugated, so that W^dagger lambda is the product of a transposed matrix, which BLAS reads in place.
"""

import time

import numpy as np

import common


def versions():
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return {"numpy": np.__version__, blas["name"]: blas["version"]}


class Gradient:
    """Energies and gradients of a batch. `columns` says whether samples are columns or rows of the states: what is faster varies."""

    def __init__(self, workload, columns):
        self.columns = columns
        self.unitaries = workload.unitaries
        batch, layers = workload.angles.shape
        shape = (workload.dimension, batch) if columns else (batch, workload.dimension)
        self.line = (lambda numbers: numbers[:, None]) if columns else (lambda numbers: numbers)
        self.sample = (lambda numbers: numbers) if columns else (lambda numbers: numbers[:, None])
        tables = [common.pauli_table(label) for label in workload.paulis]
        self.sources = [source for source, _ in tables]
        self.phases = [self.line(phase).copy() for _, phase in tables]
        self.conjugates = [phase.conj() for phase in self.phases]
        self.observable = common.dense_observable(workload)
        self.kept = np.empty((layers, *shape), dtype=np.complex128)
        self.work = [np.empty(shape, dtype=np.complex128) for _ in range(3)]
        self.angles = workload.angles

    def times(self, matrix, states, out):
        """The matrix times every state."""
        return np.matmul(matrix, states, out=out) if self.columns else np.matmul(states, matrix.T, out=out)

    def __call__(self):
        state, flipped, spare = self.work
        axis = 0 if self.columns else 1
        subscripts = "jb,jb->b" if self.columns else "bj,bj->b"
        cosine, sine = np.cos(self.angles.T / 2), np.sin(self.angles.T / 2)
        layers = len(cosine)
        state[...] = 0
        state[(0, slice(None)) if self.columns else (slice(None), 0)] = 1
        for l in range(layers):
            np.take(state, self.sources[l], axis=axis, out=flipped, mode="clip")
            flipped *= self.phases[l]
            flipped *= self.sample(-1j * sine[l])
            rotated = np.multiply(state, self.sample(cosine[l]), out=self.kept[l])
            rotated += flipped
            self.times(self.unitaries[l], rotated, state)
        costate = self.times(self.observable, state, spare).conj()
        energies = np.einsum(subscripts, costate, state).real
        gradients = np.empty(self.angles.shape)
        back = state
        for l in reversed(range(layers)):
            self.times(self.unitaries[l].T, costate, back)
            np.take(back, self.sources[l], axis=axis, out=flipped, mode="clip")
            flipped *= self.conjugates[l]
            gradients[:, l] = np.einsum(subscripts, flipped, self.kept[l]).imag
            flipped *= self.sample(-1j * sine[l])
            np.multiply(back, self.sample(cosine[l]), out=costate)
            costate += flipped
        return energies, gradients


class Faster:
    """Begins with samples as columns, and goes on with the order that turns out to be faster."""

    def __init__(self, workload):
        self.workload = workload
        self.gradient = Gradient(workload, columns=True)

    def __call__(self):
        return self.gradient()

    def choose(self):
        """Energies and gradients, after both orders have been tried."""
        times = []
        candidates = (self.gradient, Gradient(self.workload, columns=False))
        for candidate in candidates:
            candidate()
            start = time.perf_counter()
            candidate()
            times.append(time.perf_counter() - start)
        self.gradient = candidates[times.index(min(times))]
        return self.gradient()


common.serve(versions, lambda workload: (Faster(workload), {}), Faster.choose)
