// `npm run check`: types, style, the rooms and their arrows, and the tests that are quick, side by side: what to run before every commit.
import { spawn } from "node:child_process";

const QUICK = [
  "test/architecture.test.ts",
  "test/docs.test.ts",
  ...["analysis", "base", "experiment", "gradients", "runs", "training"].map((room) => `test/${room}`),
  ...["linalg/linear-algebra", "quantum/circuits", "quantum/gates", "quantum/pauli-sum", "quantum/streams"].map(
    (file) => `test/${file}.test.ts`,
  ),
  ...["fits", "haar", "lotka-volterra", "restricted-haar", "weingarten"].map((file) => `test/theory/${file}.test.ts`),
  "test/cli/help.test.ts",
  "test/cli/output.test.ts",
];

const checks = { types: ["tsc"], style: ["biome", "check", "."], tests: ["vitest", "run", ...QUICK] };

const ends = await Promise.all(
  Object.entries(checks).map(
    ([name, [command, ...args]]) =>
      new Promise((resolve) => {
        const began = performance.now();
        const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"], shell: process.platform === "win32" });
        let said = "";
        for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (said += data));
        child.on("close", (code) => resolve({ name, code, said, seconds: (performance.now() - began) / 1000 }));
      }),
  ),
);
for (const { name, code, said, seconds } of ends) {
  if (code !== 0) process.stdout.write(said);
  process.stdout.write(`${code === 0 ? "passed" : "FAILED"}  ${name}, ${seconds.toFixed(0)} s\n`);
}
process.exitCode = ends.every(({ code }) => code === 0) ? 0 : 1;
