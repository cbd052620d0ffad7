// What the compiled kernels export.
export { descend } from "./descent";
export { configure } from "./layout";
export { backward, forward, observe, start, undo } from "./program";
export { reflectRows } from "./reflect";
export { fillTrig } from "./trig";
