// Makes `npx qntk` work inside a checkout: npm links the commands of dependencies, not those of the package itself.
import { chmodSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";

const folder = "node_modules/.bin";
if (existsSync("node_modules")) {
  mkdirSync(folder, { recursive: true });
  chmodSync("dist/cli.mjs", 0o755);
  rmSync(`${folder}/qntk`, { force: true });
  if (process.platform === "win32") writeFileSync(`${folder}/qntk.cmd`, '@node "%~dp0\\..\\..\\dist\\cli.mjs" %*\r\n');
  else symlinkSync("../../dist/cli.mjs", `${folder}/qntk`);
}
