/**
 * `qntk schema`: the JSON Schema of configuration files.
 */
import { configFileJsonSchema } from "../experiment/config.ts";
import { print } from "../terminal/terminal.ts";

/** Runs the command and returns its exit code. */
export async function schemaCommand(): Promise<number> {
  print(JSON.stringify(configFileJsonSchema(), null, 2));
  return 0;
}
