"""Stands in for an account of IBM Quantum, for check_device.mjs: one machine, ibm_stand_in, which is a fake backend.

With this folder on PYTHONPATH, QiskitRuntimeService finds it. The connection fails while the first job is sent, and again while its result is fetched.
"""

import qiskit_ibm_runtime
from qiskit.providers.exceptions import QiskitBackendNotFoundError
from qiskit_ibm_runtime.fake_provider import FakeKolkataV2
from requests.exceptions import ConnectionError as Lost

SamplerV2 = qiskit_ibm_runtime.SamplerV2
failures = ["sending", "fetching"]
jobs = {}


def fail(at):
    if at in failures:
        failures.remove(at)
        raise Lost(f"Max retries exceeded while {at}")


class Job:
    """A job of the fake backend, under a name that it can be found by."""

    def __init__(self, job):
        self.job = job
        self.status = job.status
        self.name = f"job-{len(jobs)}"
        jobs[self.name] = self

    def job_id(self):
        return self.name

    def result(self):
        fail("fetching")
        return self.job.result()


class Sampler:
    """As SamplerV2 on a machine: no seed may be asked for."""

    def __init__(self, mode, options):
        assert options == {}, options
        self.sampler = SamplerV2(mode=mode)

    def run(self, pubs):
        fail("sending")
        return Job(self.sampler.run(pubs))


class Service:
    """As QiskitRuntimeService with a saved account."""

    def backend(self, name):
        if name != "ibm_stand_in":
            raise QiskitBackendNotFoundError("No backend matches the criteria.")
        backend = FakeKolkataV2()
        backend.name = name
        backend.default_rep_delay = 250e-6
        return backend

    def job(self, name):
        return jobs[name]


qiskit_ibm_runtime.QiskitRuntimeService = Service
qiskit_ibm_runtime.SamplerV2 = Sampler
