// Compiles the kernels four times, plain and relaxed SIMD, for shared and for private memory, and writes them as text into a module.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { rowsSource } from "./generate-rows.mjs";
import { smallSource } from "./generate-small.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, "../src/kernels/binaries.ts");

writeFileSync(join(here, "rows.ts"), rowsSource());
writeFileSync(join(here, "small.ts"), smallSource());

async function compile(relaxed, shared) {
  const files = new Map();
  const { error, stderr } = await asc.main(
    [
      "index.ts",
      "--outFile=kernels.wasm",
      "-O3",
      "--noAssert",
      "--runtime=stub",
      "--importMemory",
      "--noExportMemory",
      "--initialMemory=1",
      "--maximumMemory=65536",
      "--enable=simd",
      ...(relaxed ? ["--enable=relaxed-simd"] : []),
      ...(shared ? ["--enable=threads", "--sharedMemory"] : []),
    ],
    {
      readFile: (name, base) => {
        try {
          return readFileSync(join(here, base === "." ? "" : base, name), "utf8");
        } catch {
          return null;
        }
      },
      writeFile: (name, contents) => files.set(name, contents),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return Buffer.from(files.get("kernels.wasm")).toString("base64");
}

const binaries = {
  plain: await compile(false, false),
  plainShared: await compile(false, true),
  relaxed: await compile(true, false),
  relaxedShared: await compile(true, true),
};
mkdirSync(dirname(output), { recursive: true });
rmSync(output, { force: true });
writeFileSync(
  output,
  `/**\n * The compiled kernels, base64. Written by kernels/build.mjs.\n */\n\nexport const binaries = ${JSON.stringify(binaries, null, 2)} as const;\n`,
);
