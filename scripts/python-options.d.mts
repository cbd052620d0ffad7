/** The fields of a JSON Schema of configuration files as a Python module. */
export function pythonOptions(schema: unknown): string;
