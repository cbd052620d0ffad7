// Measures the lab in Chromium: load, steps per second, and interaction to next paint while training at full speed. Reports, asserts nothing.
import { cpus, loadavg } from "node:os";
import { launch, openLab, startLab } from "./support.mjs";

const CIRCUITS = [
  ["n = 4, L = 64, Haar", "qubits=4&layers=64"],
  ["n = 6, L = 192, Haar", "qubits=6&layers=192"],
  ["n = 8, L = 256, Haar", "qubits=8&layers=256"],
  ["n = 8, D = 16, HEA", "qubits=8&layers=16&ansatz=hea"],
];
/** Number of measured windows; the fastest counts, since other work on the machine can only slow one down. */
const WINDOWS = 5;
const WINDOW_MS = 1500;

const [browser, lab] = await Promise.all([launch(), startLab()]);
console.log(`${browser.version()}, ${cpus().length} cores of ${cpus()[0].model}, load ${loadavg()[0].toFixed(1)}`);

const loads = [];
for (let k = 0; k < 5; k++) {
  const context = await browser.newContext();
  const { page } = await openLab(context, lab.url);
  loads.push(await page.evaluate(() => performance.now()));
  await context.close();
}
console.log(`load to first trained step: ${Math.round(Math.min(...loads))} ms (best of ${loads.length})`);

for (const [name, settings] of CIRCUITS) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const { page } = await openLab(context, `${lab.url}#v=1&speed=0&steps=1000000&${settings}`);
  const step = () => page.evaluate(() => Number(document.querySelector("output.time").textContent.replace(/\D/g, "")));
  let best = 0;
  for (let k = 0; k < WINDOWS; k++) {
    const [from, began] = [await step(), Date.now()];
    await page.waitForTimeout(WINDOW_MS);
    best = Math.max(best, ((await step()) - from) / ((Date.now() - began) / 1000));
  }
  await page.evaluate(() => {
    globalThis.durations = [];
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries())
        if (/pointer(down|up)|keydown/.test(name)) globalThis.durations.push(duration);
    }).observe({ type: "event", durationThreshold: 16 });
  });
  const handle = await page.locator(".handle circle").boundingBox();
  for (let k = 0; k < 12; k++) {
    await page.mouse.move(handle.x + 8 - 6 * k, handle.y + 8);
    await page.mouse.down();
    await page.mouse.up();
    await page.waitForTimeout(150);
  }
  const durations = (await page.evaluate(() => globalThis.durations)).sort((a, b) => a - b);
  const median = durations.length === 0 ? "below 16" : String(durations[durations.length >> 1]);
  console.log(`${name}: ${Math.round(best)} steps/s; interaction to next paint, median ${median} ms of ${durations.length}`);
  await context.close();
}
await browser.close();
await lab.stop();
