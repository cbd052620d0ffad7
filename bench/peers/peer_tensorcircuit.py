"""TensorCircuit on JAX: value_and_grad under vmap and jit, complex128.

Usage: peer_tensorcircuit.py scan|unrolled. `scan` compiles one layer and loops over it, the better choice for deep circuits; `unrolled` is the
circuit written down gate by gate. Angles and unitaries are arguments of the compiled function, not constants in it.
"""

import sys
import time

import jax
import jax.numpy as jnp
import numpy as np
import tensorcircuit as tc

import common

tc.set_backend("jax")
tc.set_dtype("complex128")


def versions():
    return {"tensorcircuit-ng": tc.__version__, "jax": jax.__version__, "jaxlib": jax.lib.__version__}


def rotated(state, angle, source, phase):
    """exp(-i angle P / 2) as a permutation and phases, rather than as one more dense matrix."""
    return jnp.cos(angle / 2) * state - 1j * jnp.sin(angle / 2) * phase * state[source]


def entangle(circuit, qubits):
    for first in (0, 1):
        for i in range(first, qubits - 1, 2):
            circuit.cnot(i, i + 1)


def hardware_efficient_layer(circuit, qubits, angles):
    for i in range(qubits):
        circuit.ry(i, theta=angles[i])
    for i in range(qubits):
        circuit.rz(i, theta=angles[qubits + i])
    entangle(circuit, qubits)


def random_pauli(workload, scan):
    """<O> of one sample, and the arrays it needs beyond the angles."""
    qubits = workload.qubits
    tables = [common.pauli_table(label) for label in workload.paulis]
    sources = jnp.asarray(np.stack([source for source, _ in tables]))
    phases = jnp.asarray(np.stack([phase for _, phase in tables]))
    unitaries = jnp.asarray(workload.unitaries)

    def layer(state, given):
        angle, source, phase, unitary = given
        circuit = tc.Circuit(qubits, inputs=rotated(state, angle, source, phase))
        circuit.any(*range(qubits), unitary=unitary)
        return circuit.state(), None

    def scanned(angles, zero, sources, phases, unitaries):
        return jax.lax.scan(layer, zero, (angles, sources, phases, unitaries))[0]

    def unrolled(angles, zero, sources, phases, unitaries):
        state = zero
        for l in range(len(workload.paulis)):
            state, _ = layer(state, (angles[l], sources[l], phases[l], unitaries[l]))
        return state

    return scanned if scan else unrolled, (sources, phases, unitaries)


def hardware_efficient(workload, scan):
    """<O> of one sample; it needs nothing beyond the angles."""
    qubits, layers = workload.qubits, workload.layers

    def layer(state, angles):
        circuit = tc.Circuit(qubits, inputs=state)
        hardware_efficient_layer(circuit, qubits, angles)
        return circuit.state(), None

    def scanned(angles, zero):
        return jax.lax.scan(layer, zero, angles.reshape(layers, 2 * qubits))[0]

    def unrolled(angles, zero):
        circuit = tc.Circuit(qubits, inputs=zero)
        for row in angles.reshape(layers, 2 * qubits):
            hardware_efficient_layer(circuit, qubits, row)
        return circuit.state()

    return scanned if scan else unrolled, ()


def load(workload):
    scan = sys.argv[1] == "scan"
    final_state, given = (random_pauli if workload.ansatz == "rpa" else hardware_efficient)(workload, scan)
    zero = jnp.zeros(workload.dimension, dtype=jnp.complex128).at[0].set(1)
    observable = jnp.asarray(common.dense_observable(workload))

    def expectation(angles, zero, observable, *given):
        state = final_state(angles, zero, *given)
        return jnp.real(jnp.vdot(state, observable @ state))

    batched = jax.vmap(jax.value_and_grad(expectation), in_axes=(0, *(None,) * (2 + len(given))))
    given = (zero, observable, *given)
    start = time.perf_counter()
    lowered = jax.jit(batched).lower(workload.angles, *given)
    traced = time.perf_counter()
    compiled = lowered.compile()
    stages = {"trace": traced - start, "compile": time.perf_counter() - traced}

    def call():
        energies, gradients = compiled(workload.angles, *given)
        return np.asarray(energies), np.asarray(gradients)

    return call, stages


common.serve(versions, load)
