// docs/benchmarks.md from the numbers of a comparison: goals beside what was measured, then every measurement.

/** What is written by hand begins here, and is kept when the document is written again. */
const NOTES = "## Notes";
const NO_NOTES = `${NOTES}\n\nEverything above is written by \`npm run bench:peers\`; what stands under this heading is kept.\n`;

const TOOL_NAMES = {
  qntk: "qntk",
  numpy: "NumPy, OpenBLAS",
  tensorcircuit: "TensorCircuit, JAX",
  "tensorcircuit-unrolled": "TensorCircuit, JAX, unrolled",
  lightning: "PennyLane Lightning",
  qulacs: "Qulacs",
};

/** The document. `before` is the one it replaces. */
export function benchmarksDocument(comparison, before) {
  const { workloads, engines, environment, machine, nodes, date, settings } = comparison;
  const notes = before.includes(NOTES) ? before.slice(before.indexOf(NOTES)) : NO_NOTES;
  const sections = [
    "# Benchmarks",
    introduction(comparison),
    "## Machine and versions",
    table(
      ["what", "which"],
      [
        ["machine", `${machine.cpu}, ${machine.cores} cores, ${machine.memoryGB} GB, ${machine.platform}`],
        ["processes wanting a core before the run", machine.load.toFixed(1)],
        ["date", date],
        ...nodes.map(({ node, kernels }) => ["Node", `${node}, ${kernels} SIMD kernels`]),
        ...Object.entries(environment.versions),
        ["threads tried", settings.threadCounts.join(" and ")],
        ...environment.skipped.map(({ tool, reason }) => [`${TOOL_NAMES[tool] ?? tool}: skipped`, reason]),
      ],
    ),
    "## Goals",
    "Where several Nodes ran, each has a row. A goal that was missed is marked so, like one that was reached.",
    goalTable(comparison),
    "## One gradient step",
    "Median over the rounds, with the middle half of them as spread. “Against qntk” is the time divided by that of qntk at its better number of threads under the first Node: above 1, qntk is faster. “Cores” is processor time over time. Differences are the largest of any energy and any gradient entry from ours.",
    ...workloads.flatMap((workload) => [`### ${workload.name}`, stepTable(workload)]),
    "## The first step",
    "Seconds from a circuit in memory to the first gradient, and from starting the process: imports, reading or drawing the matrices, tracing and compiling included. “Compile” is part of both.",
    ...workloads.map((workload) => `${workload.name}:\n\n${firstTable(workload)}`),
    ...engines.flatMap((engine) => [
      `## The engine alone, Node ${engine.node}`,
      `From \`bench/engine.mjs\`; ${engine.machine.kernels} SIMD kernels. Rates count 16·4ⁿ·L·B real operations for a gradient of the random Pauli ansatz, and 3·(3n − 1)·D·2ⁿ·B amplitude updates for one of the hardware-efficient ansatz; of a brickwork, by each gate and rotation likewise.`,
      engineTable(engine),
    ]),
  ];
  return `${sections.join("\n\n")}\n\n${notes}`;
}

function introduction({ settings }) {
  const { rounds, seconds, full } = settings;
  const length = full ? "`npm run bench:peers -- --full`" : "`npm run bench:peers`, without the sizes of `--full`";
  return `Written by ${length}. All tools ran on the same machine in the same run, in turn: ${rounds} rounds, each tool ${seconds} s in each of them, with a pause between two. Circuits, Haar matrices, Pauli strings and angles are ours, handed over as files; before anything was timed, energies and gradients of every tool agreed with ours to 1e-10. Everything is complex128.

- **qntk**: a whole training step, which besides the gradient updates the angles and records ε and K. More threads share the rows of the matrices, or split the columns, as \`--threads\` does.
- **NumPy**: \`np.matmul\` with the whole batch, states kept for the way back, the Pauli rotation as a permutation and phases; the costate is carried conjugated, so that W† is never copied; both orders of the batch are tried and the faster one is used.
- **TensorCircuit, JAX**: \`jit\`, \`vmap\` and \`value_and_grad\`; a scan over the layers, and for one workload also the circuit written down gate by gate (“unrolled”). The Pauli rotation is a permutation and phases here too.
- **PennyLane Lightning**: adjoint differentiation by the device, called without a QNode, with circuits built beforehand, which in a training run every step would have to.
- **Qulacs**: \`ParametricQuantumCircuit.backprop\`, the gradient alone; the energy, which a training step needs as well, is not timed.`;
}

/** Every goal that a measurement belongs to, under every Node. */
function goalTable({ workloads, nodes, engines }) {
  const rows = nodes.flatMap(({ node }) => [
    ...workloads.flatMap((workload) => workloadGoals(workload, node)),
    ...engines.filter((engine) => engine.node === node).flatMap(engineGoals),
  ]);
  return table(
    ["goal", "Node", "allowed", "measured", "reached"],
    rows.map(({ text, node, limit, value, atLeast }) => [
      text,
      node,
      `${atLeast ? "≥" : "≤"} ${limit}`,
      format(value),
      (atLeast ? value >= limit : value <= limit) ? "yes" : "**no**",
    ]),
  );
}

function workloadGoals(workload, node) {
  const { name, ansatz, qubits, layers, columns } = workload;
  const best = (tool, threads) => bestOf(workload, (e) => e.tool === tool && (threads === undefined || e.threads === threads));
  const own = (threads) =>
    bestOf(workload, (e) => e.tool === "qntk" && e.node === node && (threads === undefined || e.threads === threads));
  const goals = [];
  const add = (text, limit, value, atLeast = false) => {
    if (Number.isFinite(value)) goals.push({ text: `${name}: ${text}`, node, limit, value, atLeast });
  };
  if (ansatz === "rpa") {
    const limit = qubits === 2 ? 0.1 : qubits === 8 && columns === 10 ? 0.65 : 1;
    add("time over NumPy’s, each at its better number of threads", limit, own() / best("numpy"));
  } else if (qubits === 8) {
    add("ms for a gradient of one sample", 0.5, (own() * 1e3) / columns);
    add("times faster than Qulacs, one thread each", 10, best("qulacs", 1) / own(1), true);
    add("times faster than PennyLane Lightning, one thread each", 10, best("lightning", 1) / own(1), true);
  } else {
    for (const threads of new Set(workload.entries.map((entry) => entry.threads))) {
      // One column runs on one thread.
      const ours = Number.isFinite(own(threads)) ? own(threads) : own();
      add(`time over that of Qulacs on ${threads} thread${threads === 1 ? "" : "s"}`, 1, ours / best("qulacs", threads));
    }
  }
  add("time over TensorCircuit’s, each at its better number of threads", 1, own() / best("tensorcircuit"));
  if (layers === 768 && columns === 30) {
    add("minutes for 1001 steps, the paper’s Fig. 2 without drawing its unitaries and without μ", 15, (1001 * own()) / 60);
  }
  if (ansatz === "rpa" && qubits === 6) {
    const first = (filter) =>
      Math.min(...workload.entries.filter(filter).map((entry) => entry.first ?? Number.POSITIVE_INFINITY));
    const ours = first((e) => e.tool === "qntk" && e.node === node);
    add("first step before TensorCircuit’s, times sooner", 50, first((e) => e.tool === "tensorcircuit") / ours, true);
    const unrolled = first((e) => e.tool === "tensorcircuit-unrolled");
    add("first step before TensorCircuit’s unrolled, times sooner", 50, unrolled / ours, true);
  }
  return goals;
}

/** The shortest time of some entries; NaN where there is none. */
function bestOf({ entries }, filter) {
  const times = entries.filter((entry) => entry.seconds !== undefined && filter(entry)).map((entry) => entry.seconds);
  return times.length === 0 ? Number.NaN : Math.min(...times);
}

/** The engine's goals that are not rates. */
function engineGoals({ node, results }) {
  return results
    .filter(({ goal, unit }) => goal !== undefined && !unit.endsWith("/s"))
    .map(({ name, engine, threads, what, value, unit, goal }) => ({
      text: `${name}: ${[engine && `${engine} engine`, threads && `${threads} thread${threads === 1 ? "" : "s"}`, what].filter(Boolean).join(", ")} (${unit})`,
      node,
      limit: Number(goal.toPrecision(3)),
      value,
      atLeast: unit === "times",
    }));
}

function stepTable(workload) {
  const [first] = workload.entries.filter(({ tool }) => tool === "qntk");
  const ours = bestOf(workload, ({ tool, node }) => tool === "qntk" && node === first.node);
  return table(
    ["tool", "threads", "ms", "spread", "against qntk", "cores", "energies differ by", "gradients differ by"],
    workload.entries.map((entry) => {
      const { tool, node, threads, seconds, spread, processors, failure, disagreement, energyDifference, gradientDifference } =
        entry;
      const seat = [node === undefined ? TOOL_NAMES[tool] : `qntk, Node ${node}`, threads];
      if (failure !== undefined || disagreement !== undefined) return [...seat, failure ?? disagreement, "", "", "", "", ""];
      return [
        ...seat,
        format(seconds * 1e3),
        spread.map((value) => format(value * 1e3)).join(" – "),
        format(seconds / ours),
        processors.toFixed(1),
        energyDifference.toExponential(0),
        gradientDifference.toExponential(0),
      ];
    }),
  );
}

function firstTable({ entries }) {
  return table(
    ["tool", "threads", "first gradient, s", "trace, s", "compile, s", "from starting the process, s"],
    entries
      .filter(({ first }) => first !== undefined)
      .map(({ tool, node, threads, first, stages, fromNothing }) => [
        node === undefined ? TOOL_NAMES[tool] : `qntk, Node ${node}`,
        threads,
        format(first),
        stages.trace === undefined ? "" : format(stages.trace),
        stages.compile === undefined ? "" : format(stages.compile),
        format(fromNothing),
      ]),
  );
}

function engineTable({ results }) {
  return table(
    ["case", "engine", "threads", "what", "ms", "value", "goal", "% of goal"],
    results.map(({ name, engine = "", threads = "", what, seconds, value, unit, goal, percentOfGoal }) => [
      name,
      engine,
      threads,
      what,
      seconds === undefined ? "" : format(seconds * 1e3),
      `${format(value)} ${unit}`,
      goal === undefined ? "" : format(goal),
      percentOfGoal === undefined ? "" : percentOfGoal.toFixed(0),
    ]),
  );
}

/** Three digits, without an exponent. */
function format(value) {
  return value >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

function table(head, rows) {
  const cell = (value) => String(value).replaceAll("|", "\\|").replaceAll("\n", " ");
  return [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(cell).join(" | ")} |`).join("\n");
}
