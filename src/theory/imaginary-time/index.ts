/**
 * Training as imaginary-time evolution, as one namespace: the effective Hamiltonian near the end of training, correlations, and the deep-circuit
 * limit for all times.
 */
export * from "./correlations.ts";
export * from "./deep-limit.ts";
export * from "./effective-hamiltonian.ts";
export * from "./natural-gradient.ts";
