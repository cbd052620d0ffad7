"""Runs the circuits of a qntk training on a backend of Qiskit: a simulator, a fake backend or a machine of one's account.

qntk starts this program and talks to it in lines of JSON, requests on standard input and answers on standard output:

    {"id": 1, "do": "open", "name": "FakeKolkataV2", "circuits": [OpenQASM 3, ...], "layout": [12, 13] or null}
        -> {"id": 1, "device": {"backend", "kind", "qubits", "layout", "versions", "secondsPerShot"}}
    {"id": 2, "do": "run", "angles": [[theta_0, theta_1, ...], ...], "shots": 1000, "seed": 7, "job": null}
        -> {"id": 2, "event": "status", "status": "QUEUED"}, now and then
        -> {"id": 2, "event": "submitted", "job": "..."}, for a machine: sent back as "job", that job's result is collected again
        -> {"id": 2, "counts": [[{outcome: count}, ... for each row of angles], ... for each circuit]}

Every circuit is measured for every row of angles, all of them in one job. Outcomes are Qiskit's: bit q of the integer is qubit q. A request that fails is
answered {"id", "error": {"kind", "message"}}, the kind one of package, backend, account, circuit, job, connection, unexpected.

Accounts are those that Qiskit has saved; this program never sees a token.
"""

import json
import os
import queue
import signal
import sys
import threading
import time
import warnings

# Of the transpiler, so that every session makes the same circuits.
TRANSPILER_SEED = 1
# Seconds between two looks at a job: the first, and the longest.
FIRST_LOOK, LONGEST_LOOK = 0.02, 5
# Seconds between two words about a job that is not done.
STATUS_EVERY = 5
FINAL = {"DONE", "CANCELLED", "ERROR"}


class Failure(Exception):
    """What a request is answered with where it cannot be done."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def main():
    # Ctrl-C is for qntk to answer; this program ends when its input does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # What libraries print must not get among the answers.
    # Circuits of a few qubits are simulated fastest by one thread; the variable, where it is set, wins.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    # The versions are pinned; what is to change in later ones is no news for a run.
    warnings.simplefilter("ignore", DeprecationWarning)
    lines = queue.Queue()
    threading.Thread(target=read_lines, args=(lines,), daemon=True).start()
    device = None
    while True:
        request = json.loads(lines.get())

        def say(**answer):
            answers.write(json.dumps({"id": request["id"], **answer}) + "\n")
            answers.flush()

        try:
            if request["do"] == "open":
                device = Device(request["name"], request["circuits"], request["layout"])
                say(device=device.description())
            else:
                say(counts=device.run(request, say))
        except Exception as error:
            failure = error if isinstance(error, Failure) else failure_of(error)
            say(error={"kind": failure.kind, "message": str(failure)})


def read_lines(lines):
    for line in sys.stdin:
        lines.put(line)
    os._exit(0)


class Device:
    """A backend with the circuits of a training, written in its gates."""

    def __init__(self, name, circuits, layout):
        require_packages()
        from qiskit import qasm3
        from qiskit.transpiler import generate_preset_pass_manager

        self.backend, self.kind, self.service = find_backend(name)
        circuits = [qasm3.loads(text) for text in circuits]
        needed = circuits[0].num_qubits
        if needed > self.backend.num_qubits:
            raise Failure("circuit", f"{name} has {self.backend.num_qubits} qubits, fewer than the {needed} of the circuit")

        def passes(level, **options):
            return generate_preset_pass_manager(
                optimization_level=level, backend=self.backend, seed_transpiler=TRANSPILER_SEED, **options
            )

        if self.kind != "simulator" and layout is None:
            # The qubits with the least error, the same for all circuits; gates are then only written in those of the backend.
            layout = passes(2).run(circuits[0]).layout.initial_index_layout(filter_ancillas=True)
        self.layout = layout
        try:
            self.circuits = [passes(1, initial_layout=layout).run(circuit) for circuit in circuits]
        except Exception as error:
            raise Failure("circuit", f"{name} cannot run the circuit: {words(error)}") from error

    def description(self):
        return {
            "backend": self.backend.name,
            "kind": self.kind,
            "qubits": self.backend.num_qubits,
            "layout": self.layout,
            "versions": versions(),
            "secondsPerShot": self.seconds_per_shot(),
        }

    def seconds_per_shot(self):
        """Seconds from one shot to the next, where a machine says: its pause between shots and the longest circuit."""
        if self.kind != "machine":
            return None
        try:
            durations = [circuit.estimate_duration(self.backend.target) for circuit in self.circuits]
            return self.backend.default_rep_delay + max(durations)
        except Exception:
            return None

    def run(self, request, say):
        from qiskit_ibm_runtime import SamplerV2

        if request["job"] is not None:
            job = self.service.job(request["job"])
        else:
            # A seed of 0 counts as none there.
            options = {} if self.kind == "machine" else {"simulator": {"seed_simulator": request["seed"]}}
            job = SamplerV2(mode=self.backend, options=options).run(self.pubs(request["angles"], request["shots"]))
            if self.kind == "machine":
                say(event="submitted", job=job.job_id())
        wait(job, say)
        sets = range(len(request["angles"]))
        return [[pub.data.c.get_int_counts(k) for k in sets] for pub in job.result()]

    def pubs(self, angles, shots):
        """Every circuit with all rows of angles: those of the parameters that the transpiler has left in it."""
        import numpy
        from qiskit.primitives.containers.bindings_array import BindingsArray

        angles = numpy.array(angles)
        pubs = []
        for circuit in self.circuits:
            names = [parameter.name for parameter in circuit.parameters]
            columns = [int(name.removeprefix("theta_")) for name in names]
            data = {tuple(names): angles[:, columns]} if names else {}
            pubs.append((circuit, BindingsArray(data, shape=(len(angles),)), shots))
        return pubs


def wait(job, say):
    """Waits for a job to end, whichever way, with a word now and then."""
    look, said = FIRST_LOOK, time.monotonic()
    while True:
        status = job.status()
        status = getattr(status, "name", status)
        if status in FINAL:
            return
        if time.monotonic() - said > STATUS_EVERY:
            said = time.monotonic()
            say(event="status", status=status)
        time.sleep(look)
        look = min(2 * look, LONGEST_LOOK)


def find_backend(name):
    """The backend, what it is, and for a machine the service it belongs to."""
    if name == "aer":
        from qiskit_aer import AerSimulator

        # One thread for the shots of a circuit: with more, a seed would mean other shots on other computers.
        return AerSimulator(max_parallel_shots=1), "simulator", None
    if name.startswith("Fake"):
        return fake_backend(name), "fake", None
    from qiskit_ibm_runtime import QiskitRuntimeService

    service = QiskitRuntimeService()
    return service.backend(name), "machine", service


def fake_backend(name):
    import difflib

    from qiskit.providers import BackendV2
    from qiskit_ibm_runtime import fake_provider

    known = [
        key
        for key, value in vars(fake_provider).items()
        if key.startswith("Fake") and isinstance(value, type) and issubclass(value, BackendV2)
    ]
    if name not in known:
        near = difflib.get_close_matches(name, known, n=3, cutoff=0.5) or known[:3]
        raise Failure("backend", f"Qiskit has {', '.join(near)} and others")
    backend = getattr(fake_provider, name)()
    backend.set_options(max_parallel_shots=1)
    return backend


def require_packages():
    try:
        import qiskit  # noqa: F401
        import qiskit_aer  # noqa: F401
        import qiskit_ibm_runtime  # noqa: F401
        import qiskit_qasm3_import  # noqa: F401
    except ImportError as error:
        raise Failure("package", error.name or str(error)) from error


def versions():
    from importlib.metadata import version

    packages = ["qiskit", "qiskit-aer", "qiskit-ibm-runtime"]
    return {"python": sys.version.split()[0], **{name: version(name) for name in packages}}


def failure_of(error):
    """What an exception of Qiskit's means for qntk."""
    import requests
    from qiskit.providers.exceptions import JobError, QiskitBackendNotFoundError
    from qiskit_ibm_runtime import exceptions as runtime
    from qiskit_ibm_runtime.api.exceptions import ApiError

    kinds = [
        ("backend", (QiskitBackendNotFoundError,)),
        ("account", (runtime.IBMAccountError, runtime.IBMNotAuthorizedError)),
        (
            "job",
            (JobError, runtime.RuntimeInvalidStateError, runtime.RuntimeJobMaxTimeoutError, runtime.RuntimeJobNotFound),
        ),
        ("connection", (ApiError, runtime.IBMApiError, runtime.IBMBackendApiError, runtime.IBMRuntimeError)),
        ("connection", (requests.exceptions.RequestException, ConnectionError, TimeoutError)),
    ]
    kind = next((kind for kind, types in kinds if isinstance(error, types)), "unexpected")
    if kind == "connection" and is_refused(error):
        kind = "job"
    return Failure(kind, words(error))


def is_refused(error):
    """Whether the service has answered that it will not, as it would the next time: a 4xx other than time-out and too many requests."""
    while error is not None:
        status = getattr(error, "status_code", None)
        if isinstance(status, int):
            return 400 <= status < 500 and status not in (408, 429)
        error = error.__cause__ or error.__context__
    return False


def words(error):
    """The first line of an exception's message, without the quotes that Qiskit puts round it."""
    text = str(error).strip().strip("'\"").split("\n")[0].rstrip(".")
    return text or type(error).__name__


main()
