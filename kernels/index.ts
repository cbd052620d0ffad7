// What the compiled kernels export.
export { configure } from "./layout";
export { backward, forward, observe, start, undo } from "./program";
export { reflectRows } from "./reflect";
export { fillTrig } from "./trig";
