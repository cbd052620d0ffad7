"""Makes the circuits of the corpus: OpenQASM texts in circuits/, and in circuits.json the state that Qiskit gives each.

Texts that Qiskit or PennyLane write are theirs; the others are written here, each beside the same circuit built in Qiskit.
Versions: requirements.txt. Usage: python make_circuits.py
"""

import json
import math
import pathlib
import random

import numpy as np
import pennylane as qml
from qiskit import QuantumCircuit, qasm2, qasm3
from qiskit.circuit import Gate, Parameter, ParameterVector
from qiskit.circuit import library as ql
from qiskit.quantum_info import Statevector

HERE = pathlib.Path(__file__).parent
pi = math.pi
cases = {}


def angles_of(names):
    """Values of inputs: any will do, if they are the same on both sides."""
    return {name: round(0.3 + 0.71 * k - 0.13 * k * k, 3) for k, name in enumerate(names)}


def add(name, text, circuit, angles=None):
    """circuit: in Qiskit, without measurements, its parameters bound. Amplitudes are written with qubit 0 first."""
    state = Statevector(circuit.reverse_bits()).data
    (HERE / "circuits" / f"{name}.qasm").write_text(text)
    cases[name] = {
        "qubits": circuit.num_qubits,
        "angles": angles or {},
        "re": [round(x, 15) for x in state.real.tolist()],
        "im": [round(x, 15) for x in state.imag.tolist()],
    }


def bound(circuit, names=lambda p: p.name):
    """A circuit with its parameters bound, and the values by the names they have in the text."""
    values = angles_of([p.name for p in circuit.parameters])
    angles = {names(p): values[p.name] for p in circuit.parameters}
    return circuit.assign_parameters({p: values[p.name] for p in circuit.parameters}), angles


def start(n, seed=0):
    """A state without symmetry, so that a wrong order of qubits or a wrong sign shows."""
    rng = random.Random(seed)
    circuit = QuantumCircuit(n)
    for q in range(n):
        circuit.ry(round(rng.uniform(0.3, 2.8), 3), q)
        circuit.rz(round(rng.uniform(0.3, 2.8), 3), q)
    for q in range(n - 1):
        circuit.cx(q, q + 1)
    for q in range(n):
        circuit.rx(round(rng.uniform(0.3, 2.8), 3), q)
    return circuit


def text_of(circuit, n):
    """The lines of start(), in OpenQASM 2 or 3."""
    return "\n".join(
        f"{i.operation.name}{'(' + ','.join(str(p) for p in i.operation.params) + ')' if i.operation.params else ''} "
        + ",".join(f"q[{circuit.find_bit(q).index}]" for q in i.qubits)
        + ";"
        for i in circuit.data
    )


# Every gate of qelib1.inc and of what Qiskit writes beside it, one text each version where both have it.
GATES = {
    "id": (1, 0), "x": (1, 0), "y": (1, 0), "z": (1, 0), "h": (1, 0), "s": (1, 0), "sdg": (1, 0), "t": (1, 0), "tdg": (1, 0),
    "sx": (1, 0), "sxdg": (1, 0), "cx": (2, 0), "cy": (2, 0), "cz": (2, 0), "ch": (2, 0), "swap": (2, 0), "ccx": (3, 0),
    "cswap": (3, 0), "rx": (1, 1), "ry": (1, 1), "rz": (1, 1), "p": (1, 1), "crx": (2, 1), "cry": (2, 1), "crz": (2, 1),
    "cp": (2, 1), "u1": (1, 1), "u2": (1, 2), "u3": (1, 3), "cu1": (2, 1), "cu3": (2, 3), "cu": (2, 4), "u": (1, 3),
    "rxx": (2, 1), "rzz": (2, 1), "csx": (2, 0), "rccx": (3, 0), "rc3x": (4, 0), "c3x": (4, 0), "c3sqrtx": (4, 0), "c4x": (5, 0),
}
BUILDERS = {"u1": ql.U1Gate, "u2": ql.U2Gate, "u3": ql.U3Gate, "cu1": ql.CU1Gate, "cu3": ql.CU3Gate, "rc3x": ql.RC3XGate,
            "c3x": ql.C3XGate, "c3sqrtx": ql.C3SXGate, "c4x": ql.C4XGate, "xx_plus_yy": ql.XXPlusYYGate, "xx_minus_yy": ql.XXMinusYYGate}
OTHERS = {"ryy": (2, 1), "rzx": (2, 1), "iswap": (2, 0), "ecr": (2, 0), "dcx": (2, 0), "ccz": (3, 0), "cs": (2, 0), "csdg": (2, 0),
          "xx_plus_yy": (2, 2), "xx_minus_yy": (2, 2), "r": (1, 2)}


def gates(name, table, version):
    """All gates of a table, several times on different qubits in different order."""
    n = 5
    rng = random.Random(name)
    circuit = start(n)
    lines = [text_of(circuit, n)]
    for _ in range(2):
        for gate, (qubits, parameters) in table.items():
            on = rng.sample(range(n), qubits)
            angles = [round(rng.uniform(-3, 3), 2) for _ in range(parameters)]
            builder = BUILDERS.get(gate)
            if builder is not None:
                circuit.append(builder(*angles), on)
            else:
                getattr(circuit, gate)(*angles, *on)
            lines.append(f"{gate}{'(' + ', '.join(map(str, angles)) + ')' if angles else ''} {', '.join(f'q[{q}]' for q in on)};")
    head = ['OPENQASM 2.0;', 'include "qelib1.inc";', f"qreg q[{n}];"] if version == 2 else ["OPENQASM 3.0;", 'include "stdgates.inc";', f"qubit[{n}] q;"]
    add(name, "\n".join(head + lines) + "\n", circuit)


gates("qelib1", GATES, 2)
gates("beside-qelib1", OTHERS, 2)
STANDARD = ["p", "x", "y", "z", "h", "s", "sdg", "t", "tdg", "sx", "rx", "ry", "rz", "cx", "cy", "cz", "cp", "crx", "cry", "crz", "ch",
            "swap", "ccx", "cswap", "cu", "id", "u1", "u2", "u3"]
gates("stdgates", {name: GATES[name] for name in STANDARD}, 3)

# OpenQASM 2 as people write it.
c = start(5)
c.h([0, 1, 2])
c.cx([0, 1, 2], 3)
c.rz(math.sin(0.3) ** 2, 3)
c.rx(-pi / 2 + 3 * pi / 4 - 2**2 / 7, 4)
c.cx(0, 3)
c.ry(0.4, 0)
c.cx(0, 3)
c.ry(-0.2, 3)
add(
    "registers-and-definitions",
    """// Two registers, a definition with functions, broadcasting, names with capitals.
OPENQASM 2.0;
include "qelib1.inc";
gate Rot_A(a, b) x, y { cx x, y; ry(a) x; cx x, y; ry(-b/2) y; }
qreg Q1[3];
qreg anc[2];
creg c[3];
creg d[2];
"""
    + "\n".join(
        line.replace("q[0]", "Q1[0]").replace("q[1]", "Q1[1]").replace("q[2]", "Q1[2]").replace("q[3]", "anc[0]").replace("q[4]", "anc[1]")
        for line in text_of(start(5), 5).split("\n")
    )
    + """
h Q1;
cx Q1, anc[0];
rz(sin(0.3)^2) anc[0];
rx(-pi/2 + 3*pi/4 - 2^2/7) anc[1];
Rot_A(0.4, 0.4) Q1[0], anc[0];
barrier Q1, anc;
measure Q1 -> c;
measure anc[0] -> d[0];
""",
    c,
)

c = QuantumCircuit(2)
c.u(0.1, 0.2, 0.3, 0)
c.cx(0, 1)
c.u(pi / 3, 0, -pi, 1)
add("builtin-gates", "OPENQASM 2.0;\nqreg q[2];\nU(0.1,0.2,0.3) q[0];\nCX q[0],q[1];\nU(pi/3,0,-pi) q[1];\n", c)

c = start(3)
for k in range(3):
    c.ry(math.exp(-k) + math.sqrt(k + 1) + math.log(2 + k) - math.cos(k) * math.tan(0.2), k)
add(
    "functions",
    'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[3];\n'
    + text_of(start(3), 3)
    + "".join(f"\nry(exp(-{k}) + sqrt({k}+1) + ln(2+{k}) - cos({k})*tan(0.2)) q[{k}];" for k in range(3))
    + "\n",
    c,
)

# A chemistry circuit: fixed basis changes around one angle that is trained.
theta = Parameter("theta")
c = QuantumCircuit(4)
c.x([0, 1])
for letters, factor in (("YXXX", 1), ("XYXX", 1), ("XXYX", -1), ("XXXY", -1)):
    for q, letter in enumerate(letters):
        c.h(q) if letter == "X" else c.rx(pi / 2, q)
    for q in range(3):
        c.cx(q, q + 1)
    c.rz(factor * theta / 4 * 0.5, 3)
    for q in range(2, -1, -1):
        c.cx(q, q + 1)
    for q, letter in enumerate(letters):
        c.h(q) if letter == "X" else c.rx(-pi / 2, q)
both, angles = bound(c)
add("double-excitation", qasm3.dumps(c), both, angles)

# OpenQASM 3, by hand.
a, b, x = 0.3, -1.2, 0.45
p = [0.2, -0.5, 1.1, 0.7]
c = start(4)
c.rx(2 * a - b / 2 + pi / 2, 0)
c.cry(a, 1, 2)
c.cp(-b + 0.25, 0, 3)
c.ry(a, 3)
c.rz(3 * a, 3)
for k in range(4):
    c.rx(p[k], k)
    c.rz(0.5 * p[3 - k] + k, (k + 1) % 4)
c.append(ql.XGate().control(2, ctrl_state="01"), [0, 2, 3])
c.append(ql.RXGate(a + b).control(1, ctrl_state="0"), [3, 1])
c.append(ql.SGate().inverse(), [2])
c.append(ql.RYGate(-a).control(2), [1, 3, 0])
c.append(ql.PhaseGate(x).control(1), [0, 1])
c.h(1)
c.t(1), c.t(1), c.t(1)
c.append(ql.SXGate(), [2])
add(
    "by-hand-3",
    """OPENQASM 3.0;
include "stdgates.inc";
/* inputs, an array of them,
   constants and aliases */
input float[64] a;
input angle[32] b;
input array[float[64], 4] p;
const float[64] x = 0.45;
const int n = 4;
qubit[n] q;
"""
    + text_of(start(4), 4)
    + """
rx(2*a - b/2 + π/2) q[0];
cry(a) q[1], q[2];
cp(-b + 0.25) q[0], q[3];
let last = q[-1];
let two = q[0:1] ++ q[3];
ry(a) last;
rz(a*3) two[2];
for int k in [0:n - 1] {
  rx(p[k]) q[k];
  rz(0.5*p[3 - k] + k) q[(k + 1) % n];
}
ctrl @ negctrl @ x q[0], q[2], q[3];
negctrl @ rx(a + b) q[3], q[1];
inv @ s q[2];
ctrl(2) @ inv @ ry(a) q[1], q[3], q[0];
ctrl @ gphase(x) q[0];
inv @ ctrl @ gphase(x) q[0];
ctrl @ p(x) q[0], q[1];
h q[1];
pow(3) @ t q[1];
pow(1.0/2) @ x q[2];
bit[4] c;
c = measure q;
""",
    c,
    {"a": a, "b": b, **{f"p[{k}]": v for k, v in enumerate(p)}},
)

c = start(3)
c.h(0)
c.append(ql.HGate().control(1), [0, 1])
c.append(ql.SwapGate().control(1), [2, 0, 1])
c.append(ql.YGate().control(2), [0, 1, 2])
c.append(ql.HGate().control(2), [2, 1, 0])
c.append(ql.SXGate().control(2), [0, 2, 1])
c.append(ql.TGate().control(2), [0, 1, 2])
c.append(ql.SwapGate().power(0.5), [0, 1])
c.append(ql.HGate().power(0.3), [2])
c.append(ql.RZGate(0.7).power(-1.5), [1])
c.append(ql.CXGate().power(2.5), [1, 2])
c.append(ql.YGate().power(1 / 3), [0])
add(
    "modifiers",
    """OPENQASM 3.1;
include "stdgates.inc";
qubit[3] q;
"""
    + text_of(start(3), 3)
    + """
h q[0];
ctrl @ h q[0], q[1];
ctrl @ swap q[2], q[0], q[1];
ctrl(2) @ y q[0], q[1], q[2];
ctrl @ ctrl @ h q[2], q[1], q[0];
ctrl(2) @ sx q[0], q[2], q[1];
ctrl @ ctrl @ t q[0], q[1], q[2];
pow(0.5) @ swap q[0], q[1];
pow(0.3) @ h q[2];
pow(-1.5) @ rz(0.7) q[1];
pow(2.5) @ cx q[1], q[2];
pow(1/3.) @ y q[0];
""",
    c,
)

inner = QuantumCircuit(2)
inner.global_phase = 0.3
inner.h(0)
inner.crx(0.8, 0, 1)
inner.p(-0.4, 1)
gate = inner.to_gate()
c = start(3)
c.append(gate.control(1), [2, 0, 1])
c.append(gate.inverse(), [1, 2])
c.append(gate.power(3).control(1), [0, 1, 2])
c.append(gate.inverse().control(1, ctrl_state=0), [1, 2, 0])
add(
    "controlled-definitions",
    """OPENQASM 3.0;
include "stdgates.inc";
gate g(β) x, y {
  gphase(0.3);
  h x;
  crx(2*β) x, y;
  p(-β) y;
}
qubit[2] first;
qubit second;
"""
    + text_of(start(3), 3).replace("q[0]", "first[0]").replace("q[1]", "first[1]").replace("q[2]", "second")
    + """
ctrl @ g(0.4) second, first[0], first[1];
inv @ g(0.4) first[1], second;
ctrl @ pow(3) @ g(0.4) first[0], first[1], second;
negctrl @ inv @ g(0.4) first[1], second, first[0];
""",
    c,
)

# What Qiskit's exporters write of its library.
theta = ParameterVector("θ", 40)
LIBRARY = {
    "efficient-su2": ql.efficient_su2(3, reps=1),
    "real-amplitudes": ql.real_amplitudes(4, reps=1, entanglement="circular"),
    "two-local": ql.n_local(3, ["ry", "rz"], ["crx"], reps=1, entanglement="linear"),
    "excitation-preserving": ql.excitation_preserving(3, reps=1),
    "pauli-two-design": ql.pauli_two_design(3, reps=2, seed=1),
    "zz-feature-map": ql.zz_feature_map(2, reps=1),
    "z-feature-map": ql.z_feature_map(2, reps=1),
    "qft": ql.QFTGate(3).definition,
    "grover-mcx": None,
}
grover = start(4)
grover.append(ql.XGate().control(3), [0, 1, 2, 3])
grover.append(ql.MCPhaseGate(0.3, 2), [3, 1, 0])
LIBRARY["grover-mcx"] = grover
for name, circuit in LIBRARY.items():
    while any(i.operation.name.startswith(("circuit", "unitary")) for i in circuit.data):
        circuit = circuit.decompose()
    if name == "qft":
        circuit = start(3).compose(circuit)
    rename = lambda p: p.name if "[" not in p.name else f"_{p.name.replace('[', '_').replace(']', '_')}"
    try:
        text = qasm3.dumps(circuit)
    except Exception as error:  # products of parameters, which no exporter writes for us
        raise SystemExit(f"{name}: {error}")
    both, angles = bound(circuit, rename)
    if name == "zz-feature-map":
        # Products of two inputs: read with a refusal, and with numbers in their place.
        (HERE / "refused" / "zz-feature-map.qasm").write_text(text)
        add("zz-feature-map", qasm2.dumps(both), both)
        continue
    add(f"qiskit-{name}", text, both, angles)
    add(f"qiskit2-{name}", qasm2.dumps(both), both)

# What PennyLane writes.
device = qml.device("default.qubit", wires=3)


@qml.qnode(device)
def pennylane():
    qml.StronglyEntanglingLayers(np.array([[[0.1 * (3 * k + j) + 0.2 for j in range(3)] for k in range(3)]]), wires=range(3))
    qml.IsingXX(0.3, wires=[0, 2])
    qml.CRot(0.1, 0.2, 0.3, wires=[1, 2])
    qml.PhaseShift(0.7, wires=1)
    qml.Toffoli(wires=[2, 0, 1])
    return qml.state()


state = np.asarray(pennylane())
text = qml.to_openqasm(pennylane)()
(HERE / "circuits" / "pennylane.qasm").write_text(text)
cases["pennylane"] = {"qubits": 3, "angles": {}, "re": [round(v, 15) for v in state.real.tolist()], "im": [round(v, 15) for v in state.imag.tolist()]}

with open(HERE / "circuits.json", "w") as file:
    json.dump(cases, file, indent=1)
    file.write("\n")
print(f"{len(cases)} circuits")
