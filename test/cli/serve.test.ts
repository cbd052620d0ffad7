/**
 * Many commands in one process: the messages, and what stops a command.
 */
import { once } from "node:events";
import { realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { runCommandLine } from "../../src/cli/program.ts";
import { type ServeMessage, serveLines } from "../../src/servers/lines.ts";
import { temporaryFolder } from "../support/temporary.ts";

/** A server in this process. */
function startServer() {
  const input = new PassThrough();
  const messages: ServeMessage[] = [];
  const heard = new PassThrough({ objectMode: true });
  const done = serveLines(
    createInterface({ input }),
    (message) => {
      messages.push(message);
      heard.emit("message", message);
    },
    runCommandLine,
  );
  return {
    messages,
    ask: (request: unknown) => input.write(`${typeof request === "string" ? request : JSON.stringify(request)}\n`),
    async until(wanted: (message: ServeMessage) => boolean): Promise<ServeMessage> {
      const found = messages.find(wanted);
      if (found !== undefined) return found;
      const [message] = await once(heard, "message");
      return wanted(message) ? message : this.until(wanted);
    },
    async end() {
      input.end();
      await done;
      return messages;
    },
  };
}

const exitOf = (id: number) => (message: ServeMessage) => message.id === id && "exit" in message;
const progressOf = (message: ServeMessage) => (message.progress ?? {}) as { readonly label?: string };
const outputOf = (messages: readonly ServeMessage[], id: number) =>
  messages.flatMap((message) => (message.id === id && "output" in message ? [message.output] : [])).join("");

const train = ["train", "--qubits=2", "--layers=32", "--samples=1", "--target=-6", "--no-plot", "--threads=1", "--engine=wasm"];

describe("serve", () => {
  it("says what it is, and answers a command with what it prints and its exit code", async () => {
    const server = startServer();
    server.ask({ id: 1, arguments: ["theory", "haar", "--qubits=2", "--layers=16", "--json"] });
    await server.until(exitOf(1));
    const messages = await server.end();
    expect(messages[0]).toEqual({ qntk: expect.stringMatching(/^\d+\.\d+\.\d+/), protocol: 1 });
    expect(messages.at(-1)).toEqual({ id: 1, exit: 0 });
    expect(JSON.parse(outputOf(messages, 1)).exact.meanK).toBeGreaterThan(0);
  });

  it("an error is the sentence of the command line", async () => {
    const server = startServer();
    server.ask({ id: 1, arguments: ["train", "--steps=-1"] });
    server.ask({ id: 2, arguments: ["train", "--stepps", "1"] });
    await Promise.all([server.until(exitOf(1)), server.until(exitOf(2))]);
    const messages = await server.end();
    expect(messages.find(exitOf(1))).toEqual({
      id: 1,
      exit: 2,
      error: "--steps is -1; allowed: an integer of at least 0.",
    });
    expect(messages.find(exitOf(2))).toEqual({ id: 2, exit: 2, error: "unknown option '--stepps'\n(Did you mean --steps?)" });
  });

  it("requests run side by side; one that is cancelled stores what it has done", async () => {
    const server = startServer();
    const folder = join(temporaryFolder(), "run");
    server.ask({ id: 1, arguments: [...train, "--steps=1000000", `--out=${folder}`, "--json"] });
    const { progress } = await server.until((message) => message.id === 1 && progressOf(message).label === "training");
    expect(progress).toMatchObject({ label: "training", total: 1_000_001 });
    server.ask({ id: 2, arguments: ["circuit", "--qubits=2", "--layers=1"] });
    expect(await server.until(exitOf(2))).toEqual({ id: 2, exit: 0 });
    expect(outputOf(server.messages, 2)).toContain("OPENQASM 3");
    server.ask({ cancel: 1 });
    expect(await server.until(exitOf(1))).toEqual({ id: 1, exit: 1 });
    const { run, status, rows } = JSON.parse(outputOf(server.messages, 1));
    expect([run, status]).toEqual([folder, "running"]);
    expect(rows).toBeGreaterThan(0);
    await server.end();
  });

  it("the end of the input stops what is running", async () => {
    const server = startServer();
    server.ask({ id: "a", arguments: [...train, "--steps=1000000", `--out=${join(temporaryFolder(), "run")}`] });
    await server.until((message) => progressOf(message).label === "training");
    const messages = await server.end();
    expect(messages.at(-1)).toEqual({ id: "a", exit: 1 });
  });

  it.each([
    ["nonsense", "not a line of JSON"],
    ["null", "a request is"],
    [{ id: 1 }, "a request is"],
    [{ id: 1, arguments: "doctor" }, "a request is"],
    [{ arguments: ["doctor"] }, "a request is"],
  ])("what is no request is said to be none: %j", async (request, sentence) => {
    const server = startServer();
    server.ask(request);
    server.ask({ cancel: 17 });
    const messages = await server.end();
    expect(messages).toHaveLength(2);
    expect(messages[1]).toEqual({ error: expect.stringContaining(sentence) });
  });

  it("a folder that was removed after a command ran in it does not stop the next one", async () => {
    const folder = temporaryFolder();
    const before = process.cwd();
    const server = startServer();
    try {
      server.ask({ id: 1, arguments: ["circuit", "--qubits=2", "--layers=1"], cwd: folder });
      expect(await server.until(exitOf(1))).toEqual({ id: 1, exit: 0 });
      expect(process.cwd()).toBe(realpathSync(folder));
      rmSync(folder, { recursive: true });
      server.ask({ id: 2, arguments: ["circuit", "--qubits=2", "--layers=1"], cwd: before });
      expect(await server.until(exitOf(2))).toEqual({ id: 2, exit: 0 });
      expect(process.cwd()).toBe(before);
    } finally {
      process.chdir(before);
      await server.end();
    }
  });

  it("a folder that is not there", async () => {
    const server = startServer();
    server.ask({ id: 1, arguments: ["doctor"], cwd: "/nowhere/at/all" });
    const messages = await server.end();
    expect(messages[1]).toMatchObject({ id: 1, exit: 1, error: expect.stringContaining("no such file or directory") });
  });
});
