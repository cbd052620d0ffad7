/**
 * What the tests take from vitest, for a worker that runs them again and again: tests are gathered in a list, and `expect` is vitest's own.
 */
import { chai, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect";
import fc from "fast-check";

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);
/** A counterexample is enough; the smallest is not looked for. */
fc.configureGlobal({ endOnFailure: true });

export const expect = chai.expect;

let gathered = [];
let path = [];
let skipped = false;
let ending = [];

/** The tests that a file gives, in their order, when it is loaded. */
export async function gather(load) {
  [gathered, path, skipped, ending] = [[], [], false, []];
  await load();
  return gathered;
}

/** What a file asks for at its end. */
export const afterAll = (act) => ending.push(act);

/** Does what the file that was loaded last asks for at its end. */
export async function end() {
  for (const act of ending) await act();
}

function test(name, ...rest) {
  const run = rest.find((each) => typeof each === "function");
  if (!skipped) gathered.push({ name: [...path, name].join(" > "), run });
}

function suite(name, ...rest) {
  path.push(name);
  rest.find((each) => typeof each === "function")();
  path.pop();
}

function within(hide, act) {
  const before = skipped;
  skipped ||= hide;
  act();
  skipped = before;
}

function withVariants(plain) {
  const each =
    (table) =>
    (name, ...rest) => {
      const run = rest.find((part) => typeof part === "function");
      table.forEach((row, k) => {
        plain(`${name} #${k}`, () => run(...(Array.isArray(row) ? row : [row])));
      });
    };
  const skipIf =
    (condition) =>
    (...all) =>
      within(Boolean(condition), () => plain(...all));
  return Object.assign(plain, { each, skipIf, skip: skipIf(true) });
}

export const it = withVariants(test);
export { it as test };
export const describe = withVariants(suite);
