/**
 * Writes the service worker of the built lab: it keeps every file of the build, so that the lab works offline after the first load.
 */
import { createHash } from "node:crypto";
import type { Plugin } from "vite";

/** Codecs that only runs of other programs use: fetched when they are needed. */
const RARE = /\/(?:blosc|zstd|lz4)-/;

export function serviceWorker(): Plugin {
  return {
    name: "lab-service-worker",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const files = ["./", ...Object.keys(bundle).filter((name) => name !== "index.html" && !RARE.test(name))];
      const version = createHash("sha256");
      for (const name of Object.keys(bundle).sort()) {
        const output = bundle[name];
        version.update(name).update(output.type === "chunk" ? output.code : output.source);
      }
      const cache = `qntk-lab-${version.digest("hex").slice(0, 12)}`;
      this.emitFile({ type: "asset", fileName: "service-worker.js", source: source(cache, files) });
    },
  };
}

function source(cache: string, files: readonly string[]): string {
  return `const CACHE = ${JSON.stringify(cache)};
const FILES = ${JSON.stringify(files)};

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const outdated = (name) => name.startsWith("qntk-lab-") && name !== CACHE;
  event.waitUntil(
    caches.keys().then((names) => Promise.all(names.filter(outdated).map((name) => caches.delete(name)))).then(() => self.clients.claim()),
  );
});

// The page itself comes from the network where there is one, so that a new version is seen at once; its files never change.
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  const kept = () => caches.open(CACHE).then((cache) => cache.match(request.mode === "navigate" ? "./" : request, { ignoreSearch: true }));
  event.respondWith(
    request.mode === "navigate"
      ? fetch(request).catch(() => kept())
      : kept().then((found) => found ?? fetch(request)),
  );
});
`;
}
