/**
 * The public surface: an exact list.
 */

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as papersData from "../src/entries/papers-data.ts";
import * as qntk from "../src/index.ts";

const root = join(import.meta.dirname, "..");

describe("the public surface", () => {
  it("is exactly this", () => {
    expect(Object.keys(qntk).sort()).toMatchInlineSnapshot(`
      [
        "ArgumentError",
        "CircuitBuilder",
        "CounterStream",
        "FormatError",
        "QntkError",
        "adjoint",
        "adjointGradient",
        "ansatzOf",
        "ansatze",
        "buildExperiment",
        "buildExperimentSteps",
        "buildObservable",
        "buildObservables",
        "columnsOfTarget",
        "commands",
        "darkTheme",
        "dataTheory",
        "denseMatrix",
        "denseObservable",
        "deviceExperiment",
        "dqntk",
        "eigensystem",
        "encodings",
        "engineNamed",
        "engines",
        "ensembleSeries",
        "ensembles",
        "every",
        "excitedComponents",
        "finiteDepth",
        "fisherEigenvalues",
        "fisherRank",
        "fixedGates",
        "formatPauliString",
        "formatPauliSum",
        "framePotential",
        "gradientDescent",
        "haar",
        "haarState",
        "haarUnitary",
        "hardwareEfficientAnsatz",
        "hessian",
        "hessianEigenvaluesOf",
        "hessianVectorProduct",
        "identityMatrix",
        "imaginaryTime",
        "inference",
        "initialAngles",
        "interop",
        "kronecker",
        "lateTimeTheory",
        "lieAlgebraDimension",
        "lightTheme",
        "linearLoss",
        "loadNoisy",
        "loadTraining",
        "lossHessianEigenvalues",
        "losses",
        "lotkaVolterra",
        "matrixFromRows",
        "meanOverSamples",
        "measuredOf",
        "multiply",
        "newRunDocument",
        "noise",
        "noiseModels",
        "noiseTheory",
        "noisyParameterShift",
        "npzOfRun",
        "observableOf",
        "observables",
        "optimizers",
        "parameterShift",
        "parseExperiment",
        "parsePauliString",
        "parsePauliSum",
        "pathEnds",
        "pauliGenerators",
        "pauliSum",
        "phaseColor",
        "phaseLabel",
        "phaseLabels",
        "populationsOf",
        "qntk",
        "quadraticLoss",
        "quantities",
        "randomPauliAnsatz",
        "readRunFiles",
        "readRunZip",
        "referenceEngine",
        "registerAnsatz",
        "registerCommand",
        "registerEncoding",
        "registerEngine",
        "registerFigure",
        "registerLoss",
        "registerNoiseModel",
        "registerObservable",
        "registerOptimizer",
        "registerQuantity",
        "registerSchedule",
        "registerStopRule",
        "registerStreams",
        "resolveEngine",
        "resolveTarget",
        "restrictedHaar",
        "rotationGates",
        "roundingOf",
        "runTraining",
        "schedules",
        "seriesOf",
        "shots",
        "simulateDeviceExperiment",
        "spectrum",
        "stateProjector",
        "step",
        "stopRules",
        "streams",
        "summarizeData",
        "summarizeTargets",
        "sweeps",
        "tangentVectors",
        "tfim",
        "theoryLossOf",
        "tracesOfPowers",
        "train",
        "trajectoryExpectation",
        "trajectoryOf",
        "wasmEngine",
        "weingarten",
        "withGlobalNoise",
        "xxz",
        "zeroMatrix",
        "zipOfRun",
      ]
    `);
    expect(Object.keys(qntk.lotkaVolterra).sort()).toMatchInlineSnapshot(`
      [
        "CRITICAL_EXPONENT",
        "b1Through",
        "b2Through",
        "bifurcationDiagram",
        "canonicalCoordinates",
        "classifyPhase",
        "commonPhase",
        "conservedQuantity",
        "discreteRate",
        "dynamicalIndex",
        "expectedPhase",
        "fitExponentialRate",
        "fitLotkaVolterra",
        "fitPowerLaw",
        "fixedPoints",
        "flowField",
        "forecastAlong",
        "frozenErrorRate",
        "frozenKernelRate",
        "hamiltonian",
        "historyAlong",
        "integrate",
        "integrateWithLambda",
        "interpolatedLambda",
        "isSteady",
        "isTrapped",
        "kernelRate",
        "lambdaAt",
        "largestStep",
        "levelCurves",
        "linearLossRate",
        "linearLossRates",
        "linearLossSolution",
        "lotkaVolterraRates",
        "openReport",
        "phaseReport",
        "phases",
        "predictedSolution",
        "quadraticTimeTo",
        "relativeDqntk",
        "residualOf",
        "solutionCritical",
        "solutionOffCritical",
        "solutionThrough",
        "stepsBetween",
        "timeTo",
      ]
    `);
  });

  it("so are the namespaces of the ensembles", () => {
    const { ensembles, framePotential, haar, restrictedHaar, weingarten } = qntk;
    const namespaces = { ensembles, framePotential, haar, restrictedHaar, weingarten };
    const names = Object.entries(namespaces).map(([name, namespace]) => [name, Object.keys(namespace).sort()]);
    expect(Object.fromEntries(names)).toMatchInlineSnapshot(`
      {
        "ensembles": [
          "circuitUnitaries",
          "drawCircuit",
          "drawHaar",
          "drawRandomPauli",
          "drawRestrictedHaar",
          "drawnAngles",
          "estimateAverages",
          "haarCircuit",
          "haarUnitaries",
          "randomPauliCircuit",
          "restrictedHaarCircuit",
          "restrictedHaarUnitaries",
          "unitariesAlong",
        ],
        "framePotential": [
          "CLASSIFIED_PAIR_FRAME_POTENTIAL",
          "MAX_FRAME_ORDER",
          "estimateFramePotentials",
          "framePotentialSeries",
          "haarFramePotential",
          "preparedFramePotential",
          "restrictedHaarFramePotential",
          "withoutSelfPairs",
        ],
        "haar": [
          "asymptoticAverages",
          "centralTraces",
          "exactAverages",
          "layerAverages",
          "randomPauliMeanK",
          "sdKAsPrinted",
          "sdKOfIndependentLayers",
          "tfimAsymptotic",
          "xxzAsymptotic",
        ],
        "restrictedHaar": [
          "asymptoticAverages",
          "exactAverages",
          "outputForTarget",
          "outputOfPopulations",
          "projectorAsymptotic",
          "projectorAverages",
          "projectorOutput",
        ],
        "weingarten": [
          "Rational",
          "character",
          "compose",
          "cycleTypeOf",
          "cyclesOf",
          "inverse",
          "partitionsOf",
          "permutationsOf",
          "ruleOfInvolution",
          "ruleOfPowers",
          "ruleOfProjector",
          "standardTableaux",
          "twirlAverage",
          "twirlWords",
          "weingarten",
          "weingartenFunction",
          "weingartenWeight",
        ],
      }
    `);
  });

  it("the built package exports the same names", () => {
    const names = execFileSync(
      process.execPath,
      ["-e", 'import("qntk").then((m) => console.log(Object.keys(m).sort().join()))'],
      { cwd: root, encoding: "utf8" },
    );
    expect(names.trim()).toBe(Object.keys(qntk).sort().join());
  });
});

describe("README", () => {
  it("names commands that exist, and files that are there", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    for (const [, command] of readme.matchAll(/npx qntk (\w+)/g))
      expect([
        "transition",
        "train",
        "show",
        "export",
        "verify",
        "figure",
        "theory",
        "diagnose",
        "depth",
        "hessian",
        "speedup",
        "lab",
        "noise",
      ]).toContain(command);
    for (const [, link] of readme.matchAll(/\]\(((?!http)[^)]+)\)/g))
      expect(() => readFileSync(join(root, link)), link).not.toThrow();
  });
});

describe("qntk/papers/data", () => {
  it("is exactly this, and has the studies of training on data", () => {
    expect(Object.keys(papersData).sort()).toEqual([
      "PUBLISHED_ETA",
      "PUBLISHED_LAYERS",
      "dataStudies",
      "publishedClassifications",
      "publishedDynamics",
      "publishedProblem",
      "publishedTypical",
    ]);
    expect(papersData.dataStudies.map(({ id }) => id)).toContain("d-phases");
  });

  it("is an entry point of the package, as every file of src/entries is", () => {
    const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const built = Object.values(exports as Record<string, string | { default: string }>).flatMap((entry) =>
      typeof entry === "string" ? [] : [entry.default.slice("./dist/".length, -".mjs".length)],
    );
    const files = readdirSync(join(root, "src/entries")).map((file) => file.slice(0, -".ts".length));
    expect(built.sort()).toEqual(["index", ...files].sort());
  });
});
