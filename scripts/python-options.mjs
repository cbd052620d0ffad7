// The fields of a configuration as the keyword arguments of the Python package: names as Python writes them, types, and what each is.

// Arguments of their own, and what a caller from Python has no use for.
const OWN = ["circuit", "observable", "theta", "out", "json", "quiet", "plot", "$schema"];
// Fields that name a file: an array may stand in its place.
const ARRAYS = ["freeze", "angles", "state", "matrix"];
// Fields that take data, as arrays or tables.
const DATA = ["data", "test", "labels", "weights"];
const KEYWORDS = ["import", "lambda"];
const WIDTH = 140;

/** @param schema the JSON Schema of a configuration file @returns {string} a Python module */
export function pythonOptions(schema) {
  const fields = Object.entries(schema.properties).filter(([name]) => !OWN.includes(name));
  return `"""The fields of a configuration, as \`qntk.train\` takes them. Generated from the schema by \`npm run generate\`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from typing_extensions import TypedDict


class TrainOptions(TypedDict, total=False):
    """Fields of a configuration; one that is left out has its default."""

${fields.map(([name, field]) => `    ${pythonName(name)}: ${typeOf(name, field)}\n${comment(field.description)}`).join("\n")}`;
}

function pythonName(name) {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return KEYWORDS.includes(snake) ? `${snake}_` : snake;
}

function typeOf(name, field) {
  if (name === "target") return "float | str | Sequence[float | str]";
  if (DATA.includes(name)) return "Any";
  if (ARRAYS.includes(name)) return "str | Sequence[int] | Any";
  return plainType(field);
}

function plainType({ type, enum: choices, anyOf, items }) {
  if (choices !== undefined) return `Literal[${choices.map((each) => JSON.stringify(each)).join(", ")}]`;
  if (anyOf !== undefined) return anyOf.map(plainType).join(" | ");
  if (Array.isArray(type)) return type.map((each) => plainType({ type: each })).join(" | ");
  return {
    string: "str",
    number: "float",
    integer: "int",
    boolean: "bool",
    array: `Sequence[${items === undefined ? "Any" : plainType(items)}]`,
    object: "Mapping[str, int]",
  }[type];
}

/** A docstring below a field, wrapped; ends with a line break. */
function comment(text) {
  const lines = [];
  let line = "";
  for (const word of text.replaceAll("\\", "\\\\").replaceAll('"', "'").split(" ")) {
    if (line.length + word.length + 1 > WIDTH - 11) {
      lines.push(line);
      line = "";
    }
    line = line === "" ? word : `${line} ${word}`;
  }
  return `    """${[...lines, line].join("\n    ")}"""\n`;
}
