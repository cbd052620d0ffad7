"""Trains a small circuit in NumPy by update rules written down from their formulas, and compares the histories with those of qntk.

Usage: check_optimizers.py COMMAND... (what runs qntk, such as: node dist/cli.mjs)

The circuit is simulated here from its definition: a hardware-efficient ansatz of RY and RZ on every qubit and CNOTs on even, then odd pairs; its
gradient by the parameter-shift rule, its tangents by derivatives of the rotations. Only the initial angles come from qntk.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

QUBITS, LAYERS, STEPS, ETA, COUPLING = 2, 4, 60, 0.01, 2.0
TARGETS = (-3.0, -8.0)
TOLERANCE = 1e-10
PARAMETERS = 2 * QUBITS * LAYERS

I2, X, Z = np.eye(2), np.array([[0, 1], [1, 0]]), np.diag([1, -1])
Y = np.array([[0, -1j], [1j, 0]])


def on(matrices):
    """The Kronecker product of a matrix for each qubit, qubit 0 first."""
    product = np.eye(1)
    for matrix in matrices:
        product = np.kron(product, matrix)
    return product


def pauli(letters):
    return on([{"I": I2, "X": X, "Y": Y, "Z": Z}[letter] for letter in letters])


def xxz():
    total = np.zeros((2**QUBITS, 2**QUBITS), complex)
    for i in range(QUBITS - 1):
        for letter, factor in (("X", 1), ("Y", 1), ("Z", COUPLING)):
            total -= factor * pauli("I" * i + 2 * letter + "I" * (QUBITS - i - 2))
    for i in range(QUBITS):
        total -= COUPLING * pauli("I" * i + "Z" + "I" * (QUBITS - i - 1))
    return total


def cnot(control, target):
    flipped = [I2] * QUBITS
    flipped[target] = X
    zero, one = [I2] * QUBITS, list(flipped)
    zero[control], one[control] = np.diag([1, 0]), np.diag([0, 1])
    return on(zero) + on(one)


OBSERVABLE = xxz()
ENTANGLER = np.eye(2**QUBITS)
for first in (0, 1):
    for control in range(first, QUBITS - 1, 2):
        ENTANGLER = cnot(control, control + 1) @ ENTANGLER
GENERATORS = [
    pauli("I" * i + letter + "I" * (QUBITS - i - 1)) for _ in range(LAYERS) for letter in "YZ" for i in range(QUBITS)
]


def state(theta, derivative=None):
    """The final state, or its derivative with respect to an angle."""
    psi = np.zeros(2**QUBITS, complex)
    psi[0] = 1
    for l, angle in enumerate(theta):
        moved = np.cos(angle / 2) * psi - 1j * np.sin(angle / 2) * (GENERATORS[l] @ psi)
        psi = -0.5j * (GENERATORS[l] @ moved) if l == derivative else moved
        if l % (2 * QUBITS) == 2 * QUBITS - 1:
            psi = ENTANGLER @ psi
    return psi


def expectation(theta):
    psi = state(theta)
    return np.real(np.vdot(psi, OBSERVABLE @ psi))


def gradient(theta):
    shifts = np.pi / 2 * np.eye(PARAMETERS)
    return np.array([(expectation(theta + s) - expectation(theta - s)) / 2 for s in shifts])


def metric(theta):
    psi = state(theta)
    tangents = np.array([state(theta, l) for l in range(PARAMETERS)])
    along = tangents.conj() @ psi
    return np.real(tangents.conj() @ tangents.T - np.outer(along, along.conj()))


# --- the default random streams: Threefry 2x32 with 20 rounds, keyed by seed, purpose and index ---
ROTATIONS = (13, 15, 26, 6, 17, 29, 16, 24)
MASK = 0xFFFFFFFF


def threefry(k0, k1, c0, c1):
    keys = (k0, k1, 0x1BD11BDA ^ k0 ^ k1)
    x0, x1 = (c0 + k0) & MASK, (c1 + k1) & MASK
    for group in range(5):
        for rotation in ROTATIONS[4 * (group % 2) : 4 * (group % 2) + 4]:
            x0 = (x0 + x1) & MASK
            x1 = ((x1 << rotation) | (x1 >> (32 - rotation))) & MASK
            x1 ^= x0
        x0 = (x0 + keys[(group + 1) % 3]) & MASK
        x1 = (x1 + keys[(group + 2) % 3] + group + 1) & MASK
    return x0, x1


def signs(row, column, columns, seed=0):
    """The signs of a perturbation, a uniform number below 1/2 standing for -1."""
    purpose = 0x811C9DC5
    for letter in b"perturbation":
        purpose = ((purpose ^ letter) * 0x01000193) & MASK
    key = threefry(seed & MASK, seed >> 32, purpose, 0)
    key = threefry(*key, row * columns + column, 1)
    words = [threefry(*key, block, 0) for block in range(PARAMETERS)]
    uniform = np.array([((a >> 5) * 67108864 + (b >> 6)) / 2**53 for a, b in words])
    return np.where(uniform < 0.5, -1.0, 1.0)


def layer_blocks(matrix):
    blocks = np.kron(np.eye(LAYERS), np.ones((2 * QUBITS, 2 * QUBITS)))
    return matrix * blocks


def inverse(matrix, damping):
    if damping > 0:
        return np.linalg.inv(matrix + damping * np.eye(len(matrix)))
    return np.linalg.pinv(matrix, rcond=1e-10, hermitian=True)


class Rule:
    """An update rule of one column."""

    def __init__(self, name, column, columns, target, trained, **fields):
        self.__dict__.update(name=name, column=column, columns=columns, target=target, trained=trained, fields=fields)
        self.velocity = np.zeros(PARAMETERS)
        self.first, self.second = np.zeros(PARAMETERS), np.zeros(PARAMETERS)

    def loss(self, theta):
        return (expectation(theta) - self.target) ** 2 / 2

    def step(self, theta, g, t):
        fields = self.fields
        eta = ETA * fields.get("factor", lambda _: 1)(t)
        if self.name == "gd":
            return theta - eta * g
        if self.name in ("momentum", "nesterov"):
            m = fields.get("momentum", 0.9)
            self.velocity = m * self.velocity + g
            return theta - eta * (self.velocity if self.name == "momentum" else g + m * self.velocity)
        if self.name == "adam":
            b1, b2, e = fields.get("beta1", 0.9), fields.get("beta2", 0.999), fields.get("adam_epsilon", 1e-8)
            self.first = b1 * self.first + (1 - b1) * g
            self.second = b2 * self.second + (1 - b2) * g**2
            first, second = self.first / (1 - b1 ** (t + 1)), self.second / (1 - b2 ** (t + 1))
            return theta - eta * first / (np.sqrt(second) + e)
        if self.name == "spsa":
            delta = signs(t, self.column, self.columns) * self.trained
            c = 0.1 / (t + 1) ** 0.101
            slope = (self.loss(theta + c * delta) - self.loss(theta - c * delta)) / (2 * c)
            return theta - eta * slope * delta
        own = np.flatnonzero(self.trained)
        f = metric(theta)
        if fields.get("block_diagonal"):
            f = layer_blocks(f)
        moved = theta.copy()
        moved[own] -= eta * inverse(f[np.ix_(own, own)], fields.get("damping", 0)) @ g[own]
        return moved


def history(rule, theta):
    """ε and K at every row, and the final angles."""
    epsilon, kernel = [], []
    for t in range(STEPS + 1):
        slope = gradient(theta) * rule.trained
        epsilon.append(expectation(theta) - rule.target)
        kernel.append(slope @ slope)
        if t < STEPS:
            theta = rule.step(theta, epsilon[-1] * slope, t)
    return np.array(epsilon), np.array(kernel), theta


CASES = [
    ("gd", [], {}),
    ("momentum", [], {}),
    ("momentum", ["--momentum", "0.5"], {"momentum": 0.5}),
    ("nesterov", [], {}),
    ("adam", [], {}),
    ("adam", ["--beta1", "0.8", "--beta2", "0.99", "--adam-epsilon", "1e-4"], {"beta1": 0.8, "beta2": 0.99, "adam_epsilon": 1e-4}),
    ("spsa", [], {}),
    ("qng", [], {}),
    ("qng", ["--damping", "0.1"], {"damping": 0.1}),
    # Without damping a nearly singular block makes steps so long that rounding grows beyond the tolerance.
    ("qng", ["--metric", "block-diagonal", "--damping", "0.1"], {"block_diagonal": True, "damping": 0.1}),
    ("momentum", ["--schedule", "1/t:10"], {"factor": lambda t: 1 / (1 + t / 10)}),
    ("gd", ["--schedule", "cosine"], {"factor": lambda t: (1 + np.cos(np.pi * t / STEPS)) / 2 if t < STEPS else 0}),
    ("momentum", ["--freeze", "0-3,7"], {"frozen": [0, 1, 2, 3, 7]}),
    ("qng", ["--freeze", "0-3,7"], {"frozen": [0, 1, 2, 3, 7]}),
]


def trained_by_qntk(command, folder, name, options, streams, engine):
    run = Path(folder) / "run"
    targets = [word for target in TARGETS for word in ("--target", str(target))]
    circuit = ["--ansatz", "hea", "--qubits", str(QUBITS), "--layers", str(LAYERS), "--coupling", str(COUPLING)]
    how = ["--eta", str(ETA), "--steps", str(STEPS), "--samples", "2", "--measure", f"theta:{STEPS}", "--streams", streams]
    optimizer = [] if name == "gd" else ["--optimizer", name]
    quiet = ["--engine", engine, "--out", run, "--no-plot", "--quiet", "--force"]
    subprocess.run([*command, "train", *circuit, *targets, *how, *optimizer, *options, *quiet], check=True)
    subprocess.run([*command, "export", run, "--npz", Path(folder) / "run.npz", "--force"], check=True, stdout=subprocess.DEVNULL)
    return np.load(Path(folder) / "run.npz")


def main(command):
    for streams in ("default", "published"):
        for engine in ("reference", "wasm"):
            with tempfile.TemporaryDirectory() as folder:
                for name, options, fields in CASES:
                    run = trained_by_qntk(command, folder, name, options, streams, engine)
                    worst = 0.0
                    for k, target in enumerate(TARGETS):
                        for sample in range(2):
                            trained = np.ones(PARAMETERS)
                            trained[fields.get("frozen", [])] = 0
                            own = {key: value for key, value in fields.items() if key != "frozen"}
                            rule = Rule(name, 2 * k + sample, 2 * len(TARGETS), target, trained, **own)
                            epsilon, kernel, _ = history(rule, run["theta"][k, sample, 0])
                            worst = max(
                                worst,
                                np.abs(run["epsilon"][k, sample] - epsilon).max(),
                                np.abs(run["kernel"][k, sample] - kernel).max(),
                            )
                    assert worst < TOLERANCE, (streams, engine, name, options, worst)
                    print(f"{streams} streams, {engine}: {' '.join([name, *options])} agrees to {worst:.1e}")
    about = json.loads(run["run.json"])  # NumPy hands a member that is no array over as its bytes
    assert about["status"] == "complete"


main(sys.argv[1:])
