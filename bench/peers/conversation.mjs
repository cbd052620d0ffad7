// A tool in a process of its own that answers one JSON line with another.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** Longest wait for an answer, in seconds; circuits written out gate by gate take minutes to compile. */
const PATIENCE = 1200;

/** Starts a tool. `ask` fails with the reason where the tool reports an error, ends or does not answer. */
export function converse(command, args, environment) {
  const child = spawn(command, args, { env: { ...process.env, ...environment }, stdio: ["pipe", "pipe", "pipe"] });
  let complaint = "";
  let waiting;
  const settle = (act) => {
    clearTimeout(waiting?.timer);
    const { resolve, reject } = waiting ?? {};
    waiting = undefined;
    if (resolve !== undefined) act(resolve, reject);
  };
  const fail = (reason) => settle((_, reject) => reject(new Error(reason)));
  child.stderr.on("data", (data) => {
    complaint = (complaint + data).slice(-2000);
  });
  child.stdin.on("error", () => {});
  child.on("error", (error) => fail(error.message));
  child.on("close", (code, signal) => fail(`it ended (${signal ?? `code ${code}`}): ${complaint.trim().split("\n").at(-1)}`));
  createInterface({ input: child.stdout }).on("line", (line) => {
    const answer = JSON.parse(line);
    settle((resolve, reject) => ("error" in answer ? reject(new Error(answer.error)) : resolve(answer)));
  });
  return {
    ask(request) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          fail(`no answer within ${PATIENCE} s`);
          child.kill("SIGKILL");
        }, PATIENCE * 1e3);
        waiting = { resolve, reject, timer };
        child.stdin.write(`${JSON.stringify(request)}\n`);
        if (child.exitCode !== null) fail(`it has ended with code ${child.exitCode}`);
      });
    },
    /** Ends the tool, and waits for it. */
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("close", resolve));
      child.stdin.end();
      const timer = setTimeout(() => child.kill("SIGKILL"), 5000);
      await ended;
      clearTimeout(timer);
    },
  };
}
