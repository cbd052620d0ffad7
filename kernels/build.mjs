// Compiles the kernels eight times, plain and relaxed SIMD, for shared and for private memory, in double and in single precision, and writes
// them as text into a module for each precision; and as C for the add-on in native/.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { rowsSource } from "./generate-rows.mjs";
import { smallSource } from "./generate-small.mjs";
import { piecesOf } from "./pieces.mjs";
import { kernelsAsC } from "./translate.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const output = join(here, "../src/kernels");

writeFileSync(join(here, "rows.ts"), rowsSource());
writeFileSync(join(here, "small.ts"), smallSource());
const native = join(here, "../native");
const translated = kernelsAsC();
/** What the kernels were made from: an add-on made from something else is not used. */
const version = sourcesHash();
writeFileSync(join(native, "kernels.h"), `${translated}\n#define KERNELS_VERSION "${version}"\n`);

function sourcesHash() {
  const hash = createHash("sha256").update(translated);
  for (const name of readdirSync(native).sort()) {
    if (/\.[ch]$/.test(name) && !name.startsWith("kernels")) hash.update(readFileSync(join(native, name)));
  }
  return hash.digest("hex").slice(0, 16);
}

async function compile(single, relaxed, shared) {
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
      `--use=SINGLE=${single ? 1 : 0}`,
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
  return Buffer.from(files.get("kernels.wasm"));
}

mkdirSync(output, { recursive: true });
for (const single of [false, true]) {
  const plain = await compile(single, false, false);
  const relaxed = await compile(single, true, false);
  // The others by what they share with the first.
  const binaries = {
    plain: plain.toString("base64"),
    plainShared: { of: "plain", pieces: piecesOf(plain, await compile(single, false, true)) },
    relaxed: { of: "plain", pieces: piecesOf(plain, relaxed) },
    relaxedShared: { of: "relaxed", pieces: piecesOf(relaxed, await compile(single, true, true)) },
  };
  const precision = single ? "single" : "double";
  const file = join(output, `${precision}-binaries.ts`);
  rmSync(file, { force: true });
  writeFileSync(
    file,
    `/**\n * The compiled kernels in ${precision} precision, base64. Written by kernels/build.mjs.\n */\nimport type { Binaries } from "./binaries.ts";\n\nexport const ${precision}Binaries: Binaries = ${JSON.stringify(binaries)};\n${
      single ? "" : `\n/** What the kernels were made from. */\nexport const kernelsVersion = "${version}";\n`
    }`,
  );
}
