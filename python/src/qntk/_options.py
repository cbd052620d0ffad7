"""The fields of a configuration, as `qntk.train` takes them. Generated from the schema by `npm run generate`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from typing_extensions import TypedDict


class TrainOptions(TypedDict, total=False):
    """Fields of a configuration; one that is left out has its default."""

    ansatz: Literal["rpa", "hea", "circuit", "qaoa", "two-local", "strongly-entangling"]
    """circuit: rpa (random Pauli ansatz), hea (hardware-efficient ansatz), circuit (a circuit of your own, from OpenQASM), qaoa
    (quantum approximate optimisation of a graph), two-local (rotations and two-qubit gates of your choice, in turn) or
    strongly-entangling (strongly entangling layers) (default rpa)"""

    qubits: int
    """number of qubits n (default 4)"""

    layers: int
    """layers: L of the rpa (one parameter each), D of the hea (2 n parameters each), one for circuit, whose text says it all, p of the
    qaoa (2 parameters each), D of two-local (and one more row of rotations at the end), D of strongly-entangling (3 n parameters
    each) (default 64)"""

    entangler: Literal["haar", "brickwork", "clifford"]
    """W_l: haar, a Haar-random unitary on all qubits; brickwork, rows of Haar-random two-qubit gates; clifford, rows of random
    two-qubit Clifford gates, for rpa (default haar)"""

    entangler_depth: int
    """rows of two-qubit gates in each W_l that is no Haar unitary, for rpa (default 8)"""

    train_angles: Literal["inputs", "all"]
    """angles that are trained: inputs, or all, by which every number is a parameter that starts at its value, for circuit (default
    inputs)"""

    angles: str | Sequence[int] | Any
    """initial angles by name, such as 'a=0.3,p[0]=-1', or all of them in a file (.npy, .npz, .csv); others are drawn, for circuit"""

    edges: str
    """edges of the graph with their weights, such as 0-1:1.5,1-2, for maxcut"""

    rotations: str
    """rotations of every qubit in each row, such as ry or ry,rz, for two-local (default ry)"""

    pair_gate: Literal["cx", "cz", "crx", "cry", "crz", "rxx", "ryy", "rzz"]
    """gate on pairs of qubits; all but cx and cz have a parameter, for two-local (default cx)"""

    pattern: Literal["linear", "reverse-linear", "circular", "full", "pairwise"]
    """pairs that it acts on, for two-local (default linear)"""

    coupling: float
    """coupling J, for xxz (default 2)"""

    boundary: Literal["open", "periodic"]
    """boundary of the chain, for xxz, tfim or heisenberg (default open)"""

    field: float
    """field h, for tfim (default 2)"""

    state: str | Sequence[int] | Any
    """state that is projected on: random, bits such as 0110, or a file (.npy, .npz, .csv); with data one for all, or one each, for
    projector (default random)"""

    pauli: str
    """Pauli sum, such as '-1.0*XXII + 0.5*ZIIZ' or '0.5 [Z0 Z1]', or @ and a file with one; with data one for all, or with semicolons
    one each or one for each class, for pauli"""

    matrix: str | Sequence[int] | Any
    """Hermitian matrix, a file (.npy, .npz, .csv), for dense"""

    jx: float
    """coupling along x, for heisenberg (default 1)"""

    jy: float
    """coupling along y, for heisenberg (default 1)"""

    jz: float
    """coupling along z, for heisenberg (default 1)"""

    hx: float
    """field along x, for heisenberg (default 0)"""

    hy: float
    """field along y, for heisenberg (default 0)"""

    hz: float
    """field along z, for heisenberg (default 0)"""

    loss: Literal["quadratic", "linear", "cross-entropy", "softmax"]
    """quadratic: (<O> - O0)^2 / 2; linear: <O>; cross-entropy: the cross entropy of labels, with data that have some; softmax: the
    cross entropy of labels 0, 1, 2, ... through a softmax of one observable for each class, with data that have some (default
    quadratic)"""

    target: float | str | Sequence[float | str]
    """target O0: a number, min, max, an offset from these such as min-4 or max+20% (of the spectrum's width), or critical (each
    sample's own end of what the circuit reaches); several with commas, or repeated (default three around the spectrum's end)"""

    critical_from: float | str
    """target of the preliminary run that finds the critical ones, beyond the spectrum (default min-20%; max+400% for observable
    projector)"""

    critical_steps: int
    """gradient steps of that run (default 8000)"""

    eta: float
    """learning rate (default 0.001)"""

    steps: int
    """number of gradient steps (default 2000)"""

    samples: int
    """number of random initial angle sets (default 10)"""

    seed: int
    """seed of the default streams (default 0)"""

    precision: Literal["double", "single"]
    """of states and matrices: double, or single for half the memory and about seven digits; angles are always double (default double)"""

    streams: Literal["default", "published", "published-projector", "published-device"]
    """random streams: default (counter based, from a seed), published (those of the published data), published-projector (those of the
    published state preparation) or published-device (those of the published device experiment) (default default)"""

    data: Any
    """data to train on: haar:N (N orthonormal random states), basis:0,3 (computational basis states), or a file: .npy, or .csv with
    complex numbers, with states in its rows; .csv, .npy or .npz with a table; several with ; between them are one for each target
    vector (default none: |0...0> alone)"""

    labels: Any
    """a target for each datum: numbers such as 1,-1,1, or a file with one in each row (default the column y of a table)"""

    encode: Literal["rx", "ry", "rz", "amplitude", "iqp"]
    """how the columns of a table enter: rx, ry, rz or iqp (as angles of rotations before the circuit), amplitude (as the input state)
    (default columns that name inputs of the circuit set them)"""

    reupload: int
    """times that angles are encoded, before as many equal parts of the circuit's layers (default 1)"""

    test: Any
    """data that are held out: a share such as 20%, drawn from a seed, or a file (default none)"""

    split_seed: int
    """seed of the share that is held out (default 0)"""

    batch: int
    """data in the mini-batch of each step (default all)"""

    batch_seed: int
    """seed of the mini-batches (default 0)"""

    weights: Any
    """a weight for each datum in the loss: numbers, or a file with one in each row (default all alike)"""

    optimizer: Literal["gd", "momentum", "nesterov", "adam", "spsa", "qng"]
    """optimiser: gd (gradient descent), momentum (gradient descent with heavy-ball momentum), nesterov (gradient descent with Nesterov
    momentum), adam (Adam), spsa (simultaneous perturbation, from two losses a step), qng (quantum natural gradient) (default gd)"""

    momentum: float
    """share m of the velocity that is kept at each step, for momentum or nesterov (default 0.9)"""

    beta1: float
    """share of the running mean of the gradient that is kept at each step, for adam (default 0.9)"""

    beta2: float
    """share of the running mean of its square that is kept at each step, for adam (default 0.999)"""

    adam_epsilon: float
    """number added to the root of the running mean of the square, for adam (default 1e-8)"""

    perturbation: float
    """size c of the perturbation at the first step, which falls as 1/(t + 1)^0.101, for spsa (default 0.1)"""

    perturbation_seed: int
    """seed of the perturbations, for spsa (default 0)"""

    damping: float
    """δ added to the diagonal of the metric; 0 stands for its pseudo-inverse, for qng (default 0)"""

    metric: Literal["full", "block-diagonal"]
    """metric: full, or block-diagonal, without entries between layers, for qng (default full)"""

    schedule: str
    """how η changes over the steps: constant, 1/t:100, cosine:2000, table:500=0.1,1000=0.01 (default constant)"""

    freeze: str | Sequence[int] | Any
    """angles that are not trained: parameters such as 0-3,7, or a mask (.npy, .npz, .csv) with a number for each, other than 0 where it
    is frozen (default none)"""

    device: str
    """what measures <O> and its gradient in place of a simulation here: qiskit:NAME, where NAME is aer, a fake backend such as
    FakeKolkataV2, or a backend of your account (default none)"""

    noise: str
    """noise of gates and readout: none, depolarizing:p with p from 0 to 1, kolkata, or a JSON file of IBM backend properties, FILE or
    FILE:fractional (default none)"""

    layout: Sequence[int]
    """the device's qubit for each of the circuit's, with a device or noise from a file, such as 12,13 (default chosen for little error,
    or the first that are coupled)"""

    noise_engine: Literal["density", "trajectories"]
    """what simulates noisy gates: density matrices, or trajectories, one for every shot (default density up to 7 qubits, beyond
    trajectories, with shots)"""

    idle: Literal["asap", "alap"]
    """relaxation of qubits that wait, gates made as soon (asap) or as late (alap) as possible (default none)"""

    mitigate: str
    """what estimates are corrected for: readout, zne (as zne:richardson) or zne:linear, or readout and one of these, joined by a comma
    (default nothing)"""

    shots: int
    """shots for each circuit and each group of commuting terms (default exact values; 1000 with a device)"""

    shot_seed: int
    """seed of the shots (default 0)"""

    gradient: Literal["adjoint", "parameter-shift"]
    """adjoint, or parameter-shift as on a device (default adjoint; parameter-shift with shots)"""

    stop_when: str | Sequence[str]
    """rules that end a sample at a target before the last step: epsilon<1e-6, residual<1e-6, K<1e-6, plateau:100:0.000001, phase,
    diverged; repeat for several (default none)"""

    measure: Mapping[str, int]
    """strides in steps of mu, theta, the eigenvalues of the loss Hessian, the errors of data held out, the kernel of data and the
    gradient of <O>, such as mu:40,theta:100,hessian:500, or none (default mu:10, none with shots or many data; test:10 with data
    held out)"""

    engine: Literal["auto", "native", "wasm", "reference"]
    """engine to run on: auto, native (fastest), wasm or reference (plain TypeScript) (default auto, which is native where its kernels
    were built, and wasm elsewhere)"""

    threads: int
    """worker threads (default all cores)"""

    python: str
    """Python with Qiskit, for a device (default QNTK_PYTHON, or python3)"""

    force: bool
    """replace an existing run folder"""

    import_: str | Sequence[str]
    """modules of one's own that register definitions, which the command line must allow (--allow-import)"""
