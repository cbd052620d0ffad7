/**
 * The public surface: an exact list, and the README's example.
 */

import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import * as qntk from "../src/index.ts";
import { temporaryFolder } from "./support/temporary.ts";

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
        "columnsOfTarget",
        "darkTheme",
        "denseMatrix",
        "denseObservable",
        "deviceExperiment",
        "dqntk",
        "eigensystem",
        "engineNamed",
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
        "initialAngles",
        "interop",
        "kronecker",
        "lateTimeTheory",
        "lieAlgebraDimension",
        "lightTheme",
        "linearLoss",
        "loadNoisy",
        "lossHessianEigenvalues",
        "losses",
        "lotkaVolterra",
        "matrixFromRows",
        "meanOverSamples",
        "measuredOf",
        "multiply",
        "newRunDocument",
        "noise",
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
        "registerLoss",
        "registerObservable",
        "registerOptimizer",
        "registerQuantity",
        "registerSchedule",
        "registerStopRule",
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
        "frozenErrorRate",
        "frozenKernelRate",
        "hamiltonian",
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
          "MAX_FRAME_ORDER",
          "estimateFramePotentials",
          "framePotentialSeries",
          "haarFramePotential",
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
  it("the library example prints what its comments say", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const [, example] = /```ts\n([\s\S]*?)```/.exec(readme) ?? ["", ""];
    const file = join(temporaryFolder(), "example.mjs");
    writeFileSync(file, example.replace('from "qntk"', `from "${pathToFileURL(join(root, "dist/index.mjs"))}"`));
    const expected = [...example.matchAll(/\); \/\/ (.*)/g)].map((match) => match[1]);
    expect(expected).toHaveLength(2);
    expect(execFileSync(process.execPath, [file], { encoding: "utf8" }).trim().split("\n")).toEqual(expected);
  });

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
