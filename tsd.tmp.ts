import { defineConfig } from "tsdown";
export default defineConfig({ entry: { b: "b.mts" }, outDir: "/tmp/wt-wasm/tmpb", format: "esm", platform: "node", target: "node20", clean: true });
