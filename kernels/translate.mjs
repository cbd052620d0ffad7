// Writes the kernels as C: the same sources, statement by statement, so that both builds run the same operations in the same order.
//
// What differs between the two, which are vectors, waiting for other threads and the dense product, is written by hand in native/ and left
// out here. The variables of layout.ts become the fields of a structure that every function is given as its first argument, `L`.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = dirname(fileURLToPath(import.meta.url));

/** Sources, each after those it uses. */
const SOURCES = [
  "layout",
  "addresses",
  "rotations",
  "runs-yz",
  "turns-yz",
  "phases-yz",
  "layers-yz",
  "gates",
  "small",
  "observables",
  "program",
  "trig",
  "descent",
];
/** Sources whose vectors are always two doubles. */
const PAIRS = ["trig"];
const TYPES = { usize: "usize", i32: "i32", u32: "u32", i64: "i64", f32: "f32", f64: "f64", bool: "bool", void: "void" };

/** The text of native/kernels.h. */
export function kernelsAsC() {
  const files = SOURCES.map((name) => parse(name));
  const fields = files.filter(({ name }) => name === "layout").flatMap(({ file }) => file.statements.flatMap(fieldsOf));
  const functions = new Set(
    files.flatMap(({ file }) => file.statements.filter(ts.isFunctionDeclaration).map(({ name }) => name.text)),
  );
  // Written by hand, with the same first argument.
  for (const name of ["multiply", "multiplyAdjoint", "meet"]) functions.add(name);
  const names = new Set(fields.map(({ name }) => name));
  const prototypes = [];
  const body = ({ name, file }, into) => {
    const translator = new Translator(file, names, functions, PAIRS.includes(name));
    return [`/* ${name}.ts */`, ...file.statements.flatMap((statement) => translator.top(statement, into))];
  };
  const bodies = files.flatMap((source) => body(source, prototypes));
  return `/* Written by kernels/translate.mjs from the kernels' sources in kernels/. */
struct layout {
${fields.map(({ type, name }) => `  ${type} ${name};`).join("\n")}
};

static void multiply(struct layout *L, usize re, usize im, usize x, usize y, i32 from, i32 to);
static void multiplyAdjoint(struct layout *L, usize re, usize im, usize x, usize y, i32 from, i32 to);
static void meet(struct layout *L);
${prototypes.join("\n")}

${bodies.join("\n\n")}
`;
}

function parse(name) {
  const text = readFileSync(join(here, `${name}.ts`), "utf8");
  return { name, file: ts.createSourceFile(`${name}.ts`, text, ts.ScriptTarget.Latest, true) };
}

function fieldsOf(statement) {
  if (!ts.isVariableStatement(statement) || (statement.declarationList.flags & ts.NodeFlags.Const) !== 0) return [];
  return statement.declarationList.declarations.map(({ name, type }) => ({ name: name.text, type: TYPES[type.getText()] }));
}

class Translator {
  #file;
  #fields;
  #functions;
  #vector;
  #prefix;
  /** Names of arguments and variables that hide a field. */
  #local = new Set();

  constructor(file, fields, functions, pairs) {
    this.#file = file;
    this.#fields = fields;
    this.#functions = functions;
    this.#vector = pairs ? "pair" : "v128";
    this.#prefix = pairs ? "p" : "v";
  }

  top(statement, prototypes) {
    if (ts.isFunctionDeclaration(statement)) return [this.#function(statement, prototypes)];
    if (ts.isVariableStatement(statement) && fieldsOf(statement).length === 0) {
      return statement.declarationList.declarations.map(
        ({ name, type, initializer }) => `static const ${this.#type(type)} ${name.text} = ${this.#expression(initializer)};`,
      );
    }
    return [];
  }

  #function({ name, parameters, type, body, modifiers }, prototypes) {
    this.#local = new Set(parameters.map((parameter) => parameter.name.text));
    collectLocals(body, this.#local);
    const list = ["struct layout *L", ...parameters.map((parameter) => `${this.#type(parameter.type)} ${parameter.name.text}`)];
    const inline = modifiers?.some(ts.isDecorator) ? "inline " : "";
    const head = `static ${inline}${this.#type(type)} ${name.text}(${list.join(", ")})`;
    prototypes.push(`${head};`);
    return `${head} {\n  (void)L;\n${body.statements.map((statement) => this.#statement(statement, "  ")).join("\n")}\n}`;
  }

  #type(node) {
    const text = node.getText();
    if (text === "v128") return this.#vector;
    if (!(text in TYPES)) throw this.#unknown(node);
    return TYPES[text];
  }

  #statement(node, indent) {
    if (ts.isBlock(node)) return this.#block(node, indent);
    if (ts.isVariableStatement(node))
      return this.#declarations(node.declarationList, indent)
        .map((line) => `${indent}${line};`)
        .join("\n");
    if (ts.isExpressionStatement(node)) return `${indent}${this.#expression(node.expression)};`;
    if (ts.isReturnStatement(node)) return this.#return(node, indent);
    if (ts.isContinueStatement(node)) return `${indent}continue;`;
    if (ts.isBreakStatement(node)) return `${indent}break;`;
    if (ts.isIfStatement(node)) {
      const otherwise =
        node.elseStatement === undefined ? "" : `\n${indent}else\n${this.#statement(node.elseStatement, `${indent}  `)}`;
      return `${indent}if (${this.#expression(node.expression)})\n${this.#statement(node.thenStatement, `${indent}  `)}${otherwise}`;
    }
    if (ts.isWhileStatement(node))
      return `${indent}while (${this.#expression(node.expression)})\n${this.#statement(node.statement, `${indent}  `)}`;
    if (ts.isForStatement(node)) return this.#for(node, indent);
    throw this.#unknown(node);
  }

  /** A call may be returned from a function without a result; C wants two statements for that. */
  #return({ expression }, indent) {
    if (expression === undefined) return `${indent}return;`;
    const isVoid = ts.isCallExpression(expression) && this.#returnsNothing(expression);
    const text = this.#expression(expression);
    return isVoid ? `${indent}{ ${text}; return; }` : `${indent}return ${text};`;
  }

  #returnsNothing(call) {
    let node = call;
    while (!ts.isFunctionDeclaration(node)) node = node.parent;
    return node.type.getText() === "void";
  }

  #block(node, indent) {
    const inner = `${indent}  `;
    return `${indent}{\n${node.statements.map((statement) => this.#statement(statement, inner)).join("\n")}\n${indent}}`;
  }

  #declarations(list, _indent) {
    return list.declarations.map(({ name, type, initializer }) => {
      const own = type === undefined ? "__auto_type" : this.#type(type);
      return `${own} ${name.text}${initializer === undefined ? "" : ` = ${this.#expression(initializer)}`}`;
    });
  }

  #for({ initializer, condition, incrementor, statement }, indent) {
    const [first = ""] = initializer === undefined ? [] : this.#declarations(initializer, indent);
    if (initializer !== undefined && initializer.declarations.length !== 1) throw this.#unknown(initializer);
    const test = condition === undefined ? "" : this.#expression(condition);
    const step = incrementor === undefined ? "" : this.#expression(incrementor);
    return `${indent}for (${first}; ${test}; ${step})\n${this.#statement(statement, `${indent}  `)}`;
  }

  #expression(node) {
    if (ts.isNumericLiteral(node)) return node.getText().replaceAll("_", "");
    if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return node.getText();
    if (ts.isIdentifier(node)) return this.#fields.has(node.text) && !this.#local.has(node.text) ? `L->${node.text}` : node.text;
    if (ts.isParenthesizedExpression(node)) return `(${this.#expression(node.expression)})`;
    if (ts.isTypeAssertionExpression(node)) return `((${this.#type(node.type)})${this.#expression(node.expression)})`;
    if (ts.isPrefixUnaryExpression(node)) return `${ts.tokenToString(node.operator)}${this.#expression(node.operand)}`;
    if (ts.isPostfixUnaryExpression(node)) return `${this.#expression(node.operand)}${ts.tokenToString(node.operator)}`;
    if (ts.isConditionalExpression(node)) {
      const [test, yes, no] = [node.condition, node.whenTrue, node.whenFalse].map((part) => this.#expression(part));
      return `(${test} ? ${yes} : ${no})`;
    }
    if (ts.isBinaryExpression(node)) {
      const text = `${this.#expression(node.left)} ${node.operatorToken.getText()} ${this.#expression(node.right)}`;
      return isAssignment(node) ? text : `(${text})`;
    }
    if (ts.isCallExpression(node)) return this.#call(node);
    throw this.#unknown(node);
  }

  #call({ expression, arguments: list, typeArguments = [] }) {
    const values = list.map((argument) => this.#expression(argument));
    if (ts.isIdentifier(expression)) {
      const { text } = expression;
      if (text === "load")
        return values.length === 1
          ? `load_${typeArguments[0].getText()}(${values[0]}, 0)`
          : `load_${typeArguments[0].getText()}(${values})`;
      if (text === "store") return `store_${typeArguments[0].getText()}(${[...values, ...(values.length === 2 ? ["0"] : [])]})`;
      if (this.#functions.has(text)) return `${text}(${["L", ...values].join(", ")})`;
      return `${text}(${values.join(", ")})`;
    }
    if (!ts.isPropertyAccessExpression(expression)) throw this.#unknown(expression);
    const space = expression.expression.getText();
    const method = expression.name.text;
    if (space === "v128" && method === "load")
      return `${this.#prefix}_load(${[...values, ...(values.length === 1 ? ["0"] : [])].join(", ")})`;
    if (space === "v128" && method === "store")
      return `${this.#prefix}_store(${[...values, ...(values.length === 2 ? ["0"] : [])].join(", ")})`;
    return `${this.#prefix}_${space}_${method}(${values.join(", ")})`;
  }

  #unknown(node) {
    const { line } = this.#file.getLineAndCharacterOfPosition(node.getStart());
    return new Error(`${this.#file.fileName}:${line + 1}: ${ts.SyntaxKind[node.kind]} has no translation: ${node.getText()}`);
  }
}

function isAssignment({ operatorToken: { kind } }) {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function collectLocals(node, into) {
  if (ts.isVariableDeclaration(node)) into.add(node.name.text);
  ts.forEachChild(node, (child) => collectLocals(child, into));
}
