/**
 * The two charts beside the drawing: the gradient and how far each angle has moved, parameter by parameter.
 */
import type { SampleGradient } from "../../engine/protocol.ts";
import type { ChartModel, Ink, Line } from "../../plots/model.ts";
import { niceCeiling } from "../../plots/ticks.ts";

export interface ParameterModels {
  readonly gradient: ChartModel;
  readonly movement: ChartModel;
}

export function parameterModels({ theta, initial, gradient }: SampleGradient, selected: number, ink: Ink): ParameterModels {
  const movement = theta.map((value, l) => value - initial[l]);
  return {
    gradient: stemModel(gradient, "∂ε/∂θ", selected, ink, 1e-12),
    movement: stemModel(movement, "θ − θ(0)", selected, ink, 0.01),
  };
}

/** Share of K that each parameter has: (∂ε/∂θ_l)² / Σ_m (∂ε/∂θ_m)²; zeros where there is no gradient. */
export function kernelShares(gradient: Float64Array): Float64Array {
  const kernel = gradient.reduce((sum, g) => sum + g * g, 0);
  return gradient.map((g) => (kernel > 0 ? (g * g) / kernel : 0));
}

/** A stem for each parameter, counted from 1. */
function stemModel(values: Float64Array, label: string, selected: number, ink: Ink, least: number): ChartModel {
  const size = niceCeiling(values.reduce((largest, value) => Math.max(largest, Math.abs(value)), least));
  const stems = (indices: readonly number[], style: Pick<Line, "ink" | "width">): Line => ({
    ...style,
    x: indices.flatMap((l) => [l + 1, l + 1, Number.NaN]),
    y: indices.flatMap((l) => [0, values[l], Number.NaN]),
  });
  const others = Array.from(values.keys()).filter((l) => l !== selected);
  return {
    x: { domain: [0, values.length + 1], label: "parameter l" },
    y: { domain: [-size, size], label },
    rules: [{ axis: "y", at: 0, ink: "faint" }],
    lines: [
      stems(others, { ink: values.length > 1 ? "muted" : ink, width: values.length > 200 ? 1 : 1.5 }),
      stems([selected], { ink, width: 3 }),
    ],
    dots: [{ x: selected + 1, y: values[selected], ink, radius: 4 }],
  };
}
