// How long a learner waits for a look into a network: from another seed to all maps of the network on the page.
// Not a test: `node tests/e2e/probes.measure.mjs [net]`, with the variables of the journeys, on a page that is built.
import os from "node:os";
import { browse, serve } from "./support.mjs";

const net = process.argv[2] ?? "inception-s";
const N = 20;
const site = await serve();
const browser = await browse();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  await page.goto(`${site.address}/networks/?step=overview&net=${net}&weights=seed-1&lang=en`);
  await page.locator('[data-testid="status"][data-waits="false"]').first().waitFor({ timeout: 60_000 });
  await page.waitForTimeout(1000);
  const times = await page.evaluate(async (n) => {
    const maps = () => document.querySelectorAll(".flow__maps")[3].getAttribute("href");
    const waits = () => document.querySelector('[data-testid="status"]').dataset.waits === "true";
    const task = () =>
      new Promise((resolve) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = resolve;
        channel.port2.postMessage(0);
      });
    const look = async (seed) => {
      const before = maps();
      const input = document.querySelector('[data-testid="seed"]');
      input.value = `${seed}`;
      const begun = performance.now();
      input.dispatchEvent(new Event("change", { bubbles: true }));
      while (maps() === before || waits()) await task();
      return performance.now() - begun;
    };
    const seeds = Array.from({ length: n }, (_, idx) => idx + 2);
    const all = { first: [], again: [] };
    for (const when of ["first", "again"]) for (const seed of seeds) all[when].push(await look(seed));
    return all;
  }, N);
  const share = (list, part) => list.toSorted((a, b) => a - b)[Math.floor(part * (list.length - 1))].toFixed(1);
  const load = os.loadavg()[0].toFixed(1);
  console.log(`${net}, ${N} seeds, ${browser.version()}, ${os.cpus().length} × ${os.cpus()[0].model}, load ${load}`);
  for (const [when, list] of Object.entries(times)) {
    console.log(`asked ${when}: median ${share(list, 0.5)} ms, p95 ${share(list, 0.95)} ms, most ${share(list, 1)} ms`);
  }
} finally {
  await browser.close();
  site.stop();
}
