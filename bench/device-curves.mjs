/**
 * How often curves of ε alone, of three targets from the same initial angles as in the device experiment, say rightly which target lies where with respect to the noisy end.
 *
 * node bench/device-curves.mjs [--circuits 40] [--from 0] [--steps 49]: two qubits, hea of four layers, XXZ with J = 4, η = 0.001, 12 repetitions, initial angles, strength of global depolarising
 * noise (0.02 to 0.1) and shots (200 or 1000) by the number of the case; targets O_min + 2, O_min and O_min - 2 of the noisy circuit, moved by up to 0.5.
 */
import { parseArgs } from "node:util";
import { CounterStream, simulateDeviceExperiment } from "../dist/index.mjs";
import { inference } from "../dist/theory.mjs";

const { values } = parseArgs({
  options: {
    circuits: { type: "string", default: "40" },
    from: { type: "string", default: "0" },
    steps: { type: "string", default: "49" },
  },
});
const [circuits, first, steps] = [Number(values.circuits), Number(values.from), Number(values.steps)];
const [eta, samples, parameters] = [1e-3, 12, 16];

function meanCurve({ target, noisy }) {
  const rows = Array.from({ length: steps + 1 }, (_, t) => noisy.map((one) => one[t]));
  const epsilon = rows.map((all) => all.reduce((sum, value) => sum + value, 0) / all.length);
  const squares = rows
    .slice(5)
    .map((all, k) => all.reduce((sum, value) => sum + (value - epsilon[k + 5]) ** 2, 0) / (samples - 1) / samples);
  return { target, epsilon, error: Math.sqrt(squares.reduce((sum, value) => sum + value, 0) / squares.length) };
}

const counts = { together: {}, alone: {} };
const add = (table, name) => {
  table[name] = (table[name] ?? 0) + 1;
};
for (let number = first; number < first + circuits; number++) {
  const stream = new CounterStream(number, "device-curves");
  const strength = 0.02 + 0.08 * stream.uniform();
  const shots = stream.uniform() < 0.5 ? 200 : 1000;
  const end = -12 * (1 - strength);
  const target = [2, 0, -2].map((distance) => Math.round(100 * (end + distance + (stream.uniform() - 0.5))) / 100);
  const angles = Float64Array.from({ length: parameters }, () => 2 * Math.PI * stream.uniform());
  const theta = { re: angles, im: new Float64Array(parameters) };
  const changes = {
    target,
    noise: `depolarizing:${strength}`,
    shots,
    shotSeed: number,
    samples,
    steps,
    streams: "default",
    theta: "angles",
  };
  const curves = simulateDeviceExperiment(changes, { theta });
  // Where <O> begins below a target it rises towards it: another path.
  if (curves.some(({ ideal }) => ideal[0] < 0)) continue;
  // Angles whose path ends in a local minimum have another end.
  const reached = curves[2].ideal[steps] + target[2];
  const means = curves.map(meanCurve);
  const right = target.map((at) => (at > end ? "frozen-kernel" : "frozen-error"));
  const together = inference.inferPath(means, { eta });
  add(counts.together, together.end.low <= end && end <= together.end.high ? "end held" : "end missed");
  // A target so near to the end that the curves cannot tell may be called critical.
  const near = (k) => Math.abs(target[k] - end) < 0.2;
  const judge = (table, found, k) =>
    add(
      table,
      found.phase === "undetermined"
        ? "open"
        : found.phase === right[k]
          ? "right"
          : near(k)
            ? "critical, the end within 0.2"
            : "wrong",
    );
  together.targets.forEach((found, k) => {
    judge(counts.together, found, k);
    if (found.phase === "frozen-error" && right[k] === "frozen-error") {
      const { low, high } = found.constants.residual;
      add(counts.together, low <= end - target[k] && end - target[k] <= high ? "R held" : "R missed");
    }
    judge(counts.alone, inference.inferPath([means[k]], { eta }).targets[0], k);
  });
  console.log(
    number,
    shots,
    strength.toFixed(3),
    "end",
    end.toFixed(2),
    "ideal reached",
    reached.toFixed(2),
    "found",
    together.end.low.toFixed(2),
    together.end.high.toFixed(2),
    target.join(" "),
    together.targets.map(({ phase }) => phase).join(" "),
  );
}
console.log(JSON.stringify(counts));
