/**
 * Experiments carried out on threads, into run folders.
 */

export * from "../running/build.ts";
export * from "../running/listener.ts";
export * from "../running/study-folder.ts";
export * from "../running/subjects.ts";
export * from "../running/thread-trainer.ts";
export * from "../running/training-run.ts";
