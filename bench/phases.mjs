/**
 * How often the right phase is named from shots, and how often the interval of R holds its true value: seeded runs of each phase.
 *
 * node bench/phases.mjs [--seeds 200] [--shots 1000]: two qubits, hea of four layers, XXZ with J = 4, η = 0.002, 600 steps, 10 samples.
 */
import { parseArgs } from "node:util";
import {
  CounterStream,
  hardwareEfficientAnsatz,
  shots as measured,
  noise,
  spectrum,
  summarizeTargets,
  train,
  xxz,
} from "../dist/index.mjs";

const { values } = parseArgs({
  options: { seeds: { type: "string", default: "200" }, shots: { type: "string", default: "1000" } },
});
const [seeds, shots] = [Number(values.seeds), Number(values.shots)];
const circuit = hardwareEfficientAnsatz({ qubits: 2, layers: 4 });
const observable = xxz({ qubits: 2, coupling: 4 });
const extremes = spectrum(observable);
const [steps, samples, eta] = [600, 10, 0.002];

for (const [target, phase, residual] of [
  [-10, "frozen-kernel", 0],
  [-12, "critical", 0],
  [-20, "frozen-error", 8],
]) {
  const counts = { exact: 0, right: 0, wrong: 0, covered: 0 };
  for (let seed = 0; seed < seeds; seed++) {
    const options = { circuit, observable, targets: [target], samples, steps, eta, seed };
    const exact = summarizeTargets(train(options).record, [target], extremes)[0];
    if (exact.phase === phase) counts.exact++;
    const stream = (row, column) => new CounterStream(seed, "shots", row * samples + column);
    const simulator = measured.loadShots({ circuit, observable, model: noise.noiselessModel, engine: "wasm", shots, stream });
    const { inference } = summarizeTargets(train({ ...options, simulator, shots }).record, [target], extremes)[0];
    if (inference.phase === phase) counts.right++;
    else if (inference.phase !== "undetermined") counts.wrong++;
    const interval = inference.constants?.residual;
    if (interval !== undefined && interval.low <= residual && residual <= interval.high) counts.covered++;
  }
  const { exact, right, wrong, covered } = counts;
  console.log(
    `${shots} shots, target ${target}, ${phase}: ${seeds} runs, ${exact} named from exact rows, ${right} right, ${wrong} wrong, R covered in ${covered}`,
  );
}
