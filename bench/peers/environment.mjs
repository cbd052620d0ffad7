// The Python environment of the comparison: made once in bench/peers/.venv, from pinned requirements.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const here = import.meta.dirname;
const folder = join(here, ".venv");
const requirements = join(here, "requirements.txt");
const stamp = join(folder, "requirements.sha256");

/** The environment's Python; or `missing`, a sentence that says what there is not. `failed` are packages that could not be installed. */
export function preparePython(say) {
  const wanted = createHash("sha256").update(readFileSync(requirements)).digest("hex");
  const python = join(folder, process.platform === "win32" ? "Scripts/python.exe" : "bin/python");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return { python, failed: [] };

  const base = ["python3", "python"].find((name) => run(name, ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]).ok);
  if (base === undefined) return { missing: "There is no Python 3.11 or later in PATH." };
  say(`Making ${folder}`);
  rmSync(folder, { recursive: true, force: true });
  const made = run(base, ["-m", "venv", folder]);
  if (!made.ok) return { missing: `${base} -m venv failed: ${made.text} (On Debian the package python3-venv is needed.)` };
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"];
  if (run(python, [...pip, "-r", requirements]).ok) {
    writeFileSync(stamp, wanted);
    return { python, failed: [] };
  }
  // One by one, so that a tool that cannot be had here does not take the others with it.
  const pins = readFileSync(requirements, "utf8")
    .split("\n")
    .filter((line) => line.includes("=="));
  const failed = pins.filter((pin) => {
    const { ok, text } = run(python, [...pip, "--no-deps", pin]);
    if (!ok) say(`pip could not install ${pin}: ${text}`);
    return !ok;
  });
  return { python, failed };
}

function run(command, args) {
  const { status, error, stderr } = spawnSync(command, args, { encoding: "utf8" });
  return { ok: status === 0, text: error?.message ?? stderr.trim().split("\n").at(-1) };
}
