"""JAX: value_and_grad under vmap over data and over samples, jit, a scan over layers, complex128.

Every datum is a state that the circuit begins from; angles, states and unitaries are arguments of the compiled function, not constants in it.
"""

import time

import jax

jax.config.update("jax_enable_x64", True)

import jax.numpy as jnp
import numpy as np

import common


def versions():
    return {"jax": jax.__version__, "jaxlib": jax.lib.__version__}


def load(workload):
    tables = [common.pauli_table(label) for label in workload.paulis]
    sources = jnp.asarray(np.stack([source for source, _ in tables]))
    phases = jnp.asarray(np.stack([phase for _, phase in tables]))
    unitaries = jnp.asarray(workload.unitaries)
    observable = jnp.asarray(common.dense_observable(workload))
    states = jnp.asarray(workload.states)

    def layer(state, given):
        angle, source, phase, unitary = given
        rotated = jnp.cos(angle / 2) * state - 1j * jnp.sin(angle / 2) * phase * state[source]
        return unitary @ rotated, None

    def expectation(angles, state, observable, sources, phases, unitaries):
        state = jax.lax.scan(layer, state, (angles, sources, phases, unitaries))[0]
        return jnp.real(jnp.vdot(state, observable @ state))

    shared = (None,) * 4
    of_data = jax.vmap(jax.value_and_grad(expectation), in_axes=(None, 0, *shared))
    of_samples = jax.vmap(of_data, in_axes=(0, None, *shared))
    given = (states, observable, sources, phases, unitaries)
    start = time.perf_counter()
    lowered = jax.jit(of_samples).lower(workload.angles, *given)
    traced = time.perf_counter()
    compiled = lowered.compile()
    stages = {"trace": traced - start, "compile": time.perf_counter() - traced}

    def call():
        energies, gradients = compiled(workload.angles, *given)
        return np.asarray(energies), np.asarray(gradients)

    return call, stages


common.serve(versions, load)
