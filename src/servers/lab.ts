/**
 * A server for the built lab: one folder, on this machine only, with the headers that give the page threads and nothing from elsewhere.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import sirv from "sirv";

/** Address of the loopback interface: nothing outside this machine can connect. */
const LOOPBACK = "127.0.0.1";
/** Names under which this machine calls itself; a page of another name that points here is refused. */
const HOSTS = /^(?:localhost|127\.0\.0\.1)(?::\d+)?$/;

const HEADERS: Readonly<Record<string, string>> = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
  "Cross-Origin-Resource-Policy": "same-origin",
  // Styles are also set on elements by the formulae; kernels are WebAssembly compiled in the page.
  "Content-Security-Policy": [
    "default-src 'self'",
    "script-src 'self' 'wasm-unsafe-eval'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};

/** Where the page finds the folder that it is given. */
const OPENED = "/opened/";

/** A folder that the page is given to open. */
export interface OpenedFolder {
  /** Content of a name below opened/, JSON; undefined where it is a file, or nothing. */
  content(name: string): string | undefined;
  /** Folder whose files are served below opened/runs/. */
  readonly runs: string;
}

/** A server that runs. */
export interface LabServer {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves a folder, and beside it one that the page is to open.
 *
 * @param port 0 for any that is free
 * @throws the system's error where the port cannot be had
 */
export async function serveLab(folder: string, port: number, opened?: OpenedFolder): Promise<LabServer> {
  const files = sirv(folder, { etag: true });
  const runs = opened === undefined ? undefined : sirv(opened.runs, { dev: true });
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
    if (!HOSTS.test(request.headers.host ?? "")) return refuse(response, 403, "not a name of this machine");
    if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405, "GET and HEAD only");
    const { url = "/" } = request;
    if (opened !== undefined && url.startsWith(OPENED)) {
      const content = opened.content(url.slice(OPENED.length));
      if (content !== undefined) {
        response.setHeader("Content-Type", "application/json");
        response.setHeader("Cache-Control", "no-store");
        return response.end(content);
      }
      if (url.startsWith(`${OPENED}runs/`)) {
        request.url = url.slice(`${OPENED}runs`.length);
        return runs?.(request as IncomingMessage, response as ServerResponse, () => refuse(response, 404, "no such file"));
      }
    }
    files(request as IncomingMessage, response as ServerResponse, () => refuse(response, 404, "no such file"));
  });
  await listening(server, port);
  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, () => resolve());
  });
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" });
  response.end(`${reason}\n`);
}
