/**
 * Operations of a noisy circuit: those of an ideal one, and channels between them.
 */
import type { Operation } from "../circuit.ts";
import type { Channel } from "./channels.ts";

/** A channel on given qubits, the first the most significant of its matrices' indices. */
export interface ChannelOperation {
  readonly kind: "channel";
  readonly channel: Channel;
  readonly qubits: readonly number[];
}

export type NoisyOperation = Operation | ChannelOperation;
