"""Reads a run back with xarray, zarr and numpy, and compares it with what qntk itself prints.

Usage: check_run.py RUN_DIR RUN_NPZ SHOW_JSON
"""

import json
import sys
import warnings

import numpy as np
import xarray

warnings.simplefilter("error")

folder, npz_file, show_file = sys.argv[1:]
run = xarray.open_zarr(folder)
npz = np.load(npz_file)
with open(show_file) as file:
    show = json.load(file)

# Named axes with their coordinates, in the documented order.
assert run.epsilon.dims == ("target", "sample", "step"), run.epsilon.dims
assert run.mu.dims == ("target", "sample", "mu_step"), run.mu.dims
assert run.theta.dims == ("target", "sample", "theta_step", "parameter"), run.theta.dims
assert run.hessian_eigenvalues.dims == ("target", "sample", "hessian_step", "eigenvalue")
for name in ("target", "sample", "step", "mu_step", "theta_step", "hessian_step", "parameter", "eigenvalue"):
    assert name in run.coords, name

# Every array is the same in the folder and in the archive, bit for bit.
arrays = sorted(set(npz.files) - {"run.json"})
assert arrays == sorted([*run.data_vars, *run.coords]), (arrays, [*run.data_vars, *run.coords])
for name in arrays:
    left, right = run[name].values, npz[name]
    assert left.dtype == right.dtype and left.shape == right.shape, name
    assert np.array_equal(left, right, equal_nan=True), name
    assert np.all(np.isfinite(right)), name

# And the same as `qntk show --json`.
at = run.sel(step=show["steps"]).transpose("target", "step", "sample", ...)
assert np.array_equal(at.epsilon.values, np.array(show["epsilon"]))
assert np.array_equal(at.kernel.values, np.array(show["kernel"]))
assert run.target.values.tolist() == show["targets"]
assert np.array_equal(run.mu.transpose("target", "mu_step", "sample").values, np.array(show["mu"]["values"]))

# The derived quantities are what their names say.
kernel = run.kernel.sel(step=run.mu_step.values).rename(step="mu_step")
epsilon = run.epsilon.sel(step=run.mu_step.values).rename(step="mu_step")
np.testing.assert_allclose(run["lambda"], run.mu / kernel, rtol=1e-15)
np.testing.assert_allclose(run.zeta, epsilon * run.mu / kernel**2, rtol=1e-15)
np.testing.assert_allclose(run.conserved, kernel - 2 * run.mu * epsilon / kernel, rtol=1e-12, atol=1e-12)

# The whole configuration travels with the numbers.
about = json.loads(npz["run.json"])
assert run.attrs["config"] == about["config"]
assert about["rows"] == run.sizes["step"]

print(f"{len(arrays)} arrays equal in xarray {xarray.__version__}, numpy {np.__version__} and qntk")
