/**
 * `qntk diagnose` with shots and noise: when phases will be named, a pilot of the noisy circuit and of the linear loss, and what is refused.
 */
import { describe, expect, it } from "vitest";
import { runHere as runCli } from "../support/cli.ts";

const circuit = ["diagnose", "--ansatz", "hea", "--qubits", "2", "--layers", "4", "--coupling", "4", "--eta", "0.002", "--quiet"];
const diagnosed = (...options: string[]) => runCli([...circuit, "--samples", "4", ...options]);

describe("diagnose --shots", { timeout: 60_000 }, () => {
  it("says after how many steps the targets are told apart, and what each would be named", async () => {
    const { code, stdout } = await diagnosed("--steps", "120", "--target=-20,-10", "--shots", "100");
    expect(code).toBe(0);
    expect(stdout).toMatch(/With 100 shots and 4 samples these are told apart after about \d+ steps, with a probability of 95 %/);
    expect(stdout).toMatch(/−20 +frozen error +about \d+ +100 %/);
    expect(stdout).toMatch(/−10 +frozen kernel +about \d+ +100 %/);
  });

  it("says that the steps are too few, and how many would do; the same as JSON", async () => {
    const few = ["--steps", "30", "--target=-10", "--shots", "100"];
    expect((await diagnosed(...few)).stdout).toMatch(/not within 30 +0 % +about \d+ steps/);
    const { stdout } = await diagnosed(...few, "--json");
    const [{ naming }] = JSON.parse(stdout).targets;
    expect(naming).toMatchObject({ phase: "frozen-kernel", shots: 100, probability: 0, gradients: 400 });
    expect(naming.needed.steps).toBeGreaterThanOrEqual(40);
    expect(naming.steps).toBeUndefined();
  });

  it("names no phases of the linear loss, and none without shots", async () => {
    const linear = await diagnosed("--loss", "linear", "--shots", "100", "--pilot", "20");
    expect(linear.stdout).toContain("With 100 shots nothing is forecast of phases: the linear loss has no phases.");
    const json = JSON.parse((await diagnosed("--loss", "linear", "--shots", "100", "--json")).stdout);
    expect(json.namingObstacle).toBe("the linear loss has no phases");
    expect(linear.stdout).toMatch(/pilot: \d+ gradients/);
    expect((await diagnosed("--target=-10")).stdout).not.toContain("shots");
  });

  it("with noise the pilot follows the noisy circuit; what is known of pure states alone is left out", async () => {
    const { stdout } = await diagnosed("--target=-10", "--noise", "depolarizing:0.05", "--pilot", "20");
    expect(stdout).toContain("with noise in [");
    expect(stdout).toMatch(/−10 .* – +– +–\n/);
    expect(stdout).toMatch(/pilot: 4000 gradients/);
    expect((await diagnosed("--target=-10", "--noise", "kolkata")).stdout).toContain("are not known with noise");
  });

  it.each([
    [["--noise", "depolarizing:0.1"], '--noise is "depolarizing:0.1"; allowed: no noise with --data'],
    [["--shots", "10"], "--shots is 10; allowed: no shots with --data"],
    [["--pilot", "10"], "--pilot is 10; allowed: no pilot with --data"],
  ])("%j is refused with data", async (options, message) => {
    const data = ["--data", "basis:0,3", "--target=2,-5", "--observable", "pauli", "--pauli", "ZI"];
    const { code, stderr } = await runCli(["diagnose", "--ansatz", "hea", "--qubits", "2", "--layers", "2", ...data, ...options]);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
