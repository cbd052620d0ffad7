/**
 * The lab's server: what it gives, with which headers, and what it refuses.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { get, request } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { serveLab } from "../../src/servers/lab.ts";
import { runAlone } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary.ts";

async function served() {
  const above = temporaryFolder();
  const folder = join(above, "lab");
  mkdirSync(join(folder, "assets"), { recursive: true });
  writeFileSync(join(above, "secret.txt"), "secret");
  writeFileSync(join(folder, "index.html"), "<!doctype html><title>lab</title>");
  writeFileSync(join(folder, "assets/a.js"), "export {};");
  writeFileSync(join(folder, "assets/f.woff2"), "");
  const server = await serveLab(folder, 0);
  onTestFinished(() => server.close());
  return { ...server, port: Number(new URL(server.url).port) };
}

/** The answer to a request as it is written, byte for byte. */
function raw(port: number, text: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(port, "127.0.0.1", () => socket.end(text));
    socket.on("data", (data) => {
      answer += data;
    });
    socket.on("close", () => resolve(answer));
  });
}

describe("the lab's server", () => {
  it("gives files their types and the page its isolation", async () => {
    const { url } = await served();
    const types = { "": "text/html", "assets/a.js": "text/javascript", "assets/f.woff2": "font/woff2" };
    for (const [path, type] of Object.entries(types)) {
      const { status, headers } = await fetch(url + path);
      expect([path, status]).toEqual([path, 200]);
      expect(headers.get("content-type")).toContain(type);
      expect(headers.get("cross-origin-opener-policy")).toBe("same-origin");
      expect(headers.get("cross-origin-embedder-policy")).toBe("require-corp");
      expect(headers.get("content-security-policy")).toContain("default-src 'self'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
    }
  });

  it.each([
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/assets/../../secret.txt",
    "//etc/passwd",
    "/nothing.js",
  ])("has nothing at %s", async (path) => {
    const { port } = await served();
    const answer = await raw(port, `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1.1 404/);
    expect(answer).not.toContain("secret\n");
  });

  it("answers only to names of this machine, and only to requests that read", async () => {
    const { port } = await served();
    const status = (options: object) =>
      new Promise((resolve) => request({ port, host: "127.0.0.1", ...options }, ({ statusCode }) => resolve(statusCode)).end());
    expect(await status({ headers: { host: "lab.example:80" } })).toBe(403);
    expect(await status({ method: "POST" })).toBe(405);
    expect(await status({ method: "HEAD" })).toBe(200);
  });

  it("listens on the loopback interface alone", async () => {
    const { url } = await served();
    expect(new URL(url).hostname).toBe("127.0.0.1");
    await new Promise<void>((resolve) => get(url, (response) => resolve(void response.resume())));
  });
});

describe("qntk lab", () => {
  it.each(["70000", "-1", "http", "1.5"])("--port %s is refused with what is allowed", async (port) => {
    const { code, stderr } = await runAlone(["lab", `--port=${port}`]);
    expect(code).toBe(2);
    const value = Number.isNaN(Number(port)) ? JSON.stringify(port) : port;
    expect(stderr).toBe(`qntk: --port is ${value}; allowed: an integer from 0 to 65535.\n`);
  });
});
