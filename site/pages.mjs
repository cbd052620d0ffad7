/**
 * The sections of the site and their pages, in the order in which they stand at the side: title, file in docs/.
 */
export const sections = [
  [
    "Start in ten minutes",
    [
      ["Python", "python"],
      ["Command line", "command-line"],
      ["TypeScript", "typescript"],
    ],
  ],
  [
    "Concepts",
    [
      ["Kernel, phases, limits", "concepts"],
      ["Ensembles", "ensembles"],
      ["Late times at finite depth", "finite-depth"],
      ["Depth, Hessian, speed-up", "depth-hessian-speedup"],
      ["Data sets", "data"],
      ["Training", "training"],
    ],
  ],
  [
    "How to",
    [
      ["Use the lab", "lab"],
      ["Bring a circuit or an observable", "circuits"],
      ["Define one of your own", "plugins"],
      ["Sweep, also on a cluster", "sweeps"],
      ["Read runs", "runs"],
      ["Add noise", "noise"],
      ["Train on devices", "devices"],
      ["Choose entanglers", "entanglers"],
      ["Use single precision", "precision"],
      ["Use native kernels", "native"],
    ],
  ],
  ["Gallery", [["The paper’s figures", "gallery"]]],
  [
    "Reference",
    [
      ["Command line", "cli"],
      ["TypeScript", "api/index"],
      ["Conventions", "conventions"],
      ["Notation", "notation"],
      ["Equations", "equations"],
      ["Errata", "errata"],
    ],
  ],
  [
    "The project",
    [
      ["Verification", "verification"],
      ["Benchmarks", "benchmarks"],
      ["Architecture", "architecture"],
      ["Adding things", "contributing"],
      ["Dependencies", "dependencies"],
    ],
  ],
];
