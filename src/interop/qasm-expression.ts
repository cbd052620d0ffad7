/**
 * Angles in OpenQASM: sums, products and quotients of numbers, pi and the names of inputs, as linear forms.
 */

/** constant + coefficient · name; without a name, a number. */
export interface LinearForm {
  readonly constant: number;
  readonly name?: string;
  readonly coefficient: number;
}

const TOKEN = /\s*(\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?|[A-Za-zπ_][\w]*|[-+*/()])/y;

/**
 * Reads an angle.
 *
 * @param inputs the names that may stand in it
 * @returns undefined where it cannot be read, or is not linear in one input
 */
export function parseAngle(text: string, inputs: ReadonlySet<string>): LinearForm | undefined {
  const tokens = tokensOf(text);
  if (tokens === undefined) return undefined;
  let at = 0;
  const take = (...choices: string[]) => (choices.includes(tokens[at]) ? tokens[at++] : undefined);

  const sum = (): LinearForm | undefined => {
    let left = product();
    for (let sign = take("+", "-"); sign !== undefined && left !== undefined; sign = take("+", "-")) {
      const right = product();
      left = right && added(left, scaled(right, sign === "+" ? 1 : -1));
    }
    return left;
  };
  const product = (): LinearForm | undefined => {
    let left = factor();
    for (let sign = take("*", "/"); sign !== undefined && left !== undefined; sign = take("*", "/")) {
      const right = factor();
      if (right === undefined) return undefined;
      if (right.name === undefined) left = scaled(left, sign === "*" ? right.constant : 1 / right.constant);
      else left = sign === "*" && left.name === undefined ? scaled(right, left.constant) : undefined;
    }
    return left;
  };
  const factor = (): LinearForm | undefined => {
    if (take("+") !== undefined) return factor();
    if (take("-") !== undefined) {
      const value = factor();
      return value && scaled(value, -1);
    }
    if (take("(") !== undefined) {
      const value = sum();
      return take(")") === undefined ? undefined : value;
    }
    const token = tokens[at++];
    if (token === undefined) return undefined;
    if (token === "pi" || token === "π") return { constant: Math.PI, coefficient: 0 };
    if (token === "tau") return { constant: 2 * Math.PI, coefficient: 0 };
    if (inputs.has(token)) return { constant: 0, name: token, coefficient: 1 };
    return /^[\d.]/.test(token) ? { constant: Number(token), coefficient: 0 } : undefined;
  };

  const value = sum();
  return at === tokens.length ? value : undefined;
}

function tokensOf(text: string): string[] | undefined {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (text.slice(TOKEN.lastIndex).trim() !== "") {
    const match = TOKEN.exec(text);
    if (match === null) return undefined;
    tokens.push(match[1]);
  }
  return tokens;
}

function scaled({ constant, name, coefficient }: LinearForm, factor: number): LinearForm {
  return { constant: factor * constant, name, coefficient: factor * coefficient };
}

function added(a: LinearForm, b: LinearForm): LinearForm | undefined {
  if (a.name !== undefined && b.name !== undefined && a.name !== b.name) return undefined;
  return { constant: a.constant + b.constant, name: a.name ?? b.name, coefficient: a.coefficient + b.coefficient };
}
