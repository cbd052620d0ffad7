// The most products and sums of doubles that one core makes: what a share of the machine is a share of. Needs a C compiler.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("./peak.c", import.meta.url));

/** GFLOP/s of a loop of fused products and sums in registers, best of many short turns; undefined without a compiler. */
export function fmaPeak() {
  const folder = mkdtempSync(join(tmpdir(), "qntk-peak-"));
  try {
    const program = join(folder, "peak");
    execFileSync("cc", ["-std=gnu11", "-O2", "-march=native", source, "-o", program], { stdio: "ignore" });
    return Number(execFileSync(program, { encoding: "utf8" }));
  } catch {
    return undefined;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
