// Whether 100 runs × 5,000 steps stay smooth: pointing at the loss chart, enlarging a stretch of it, and smoothing anew.
// Not a test: `node tests/e2e/smooth.measure.mjs`, with the variables of the journeys, on a page that is built.
import { cpus } from "node:os";
import { Experiment, record_text, signed } from "./experiment.mjs";
import { browse, serve } from "./support.mjs";

const SEEDS = Array.from({ length: 20 }, (_, idx) => idx + 1);
const NETS = ["plain-s", "dilated-s", "inception-s", "inception-s-residual", "inception-s-cbam"];
const N_EPOCHS = 100;
const STEPS_PER_EPOCH = 50; // 1600 / 32
const N_STEPS = N_EPOCHS * STEPS_PER_EPOCH;
const N_POINTS = 200;

/** A number as Rust's serde writes a float. */
const float = (value) => (Number.isInteger(value) ? `${value}.0` : String(value));

/** A run that is done, jagged as losses are, as the page writes it. */
function run_text(variant, seed, random) {
  const losses = Array.from({ length: N_STEPS }, (_, step) => float(Number((2.3 / (1 + step / 600) + 0.4 * random()).toFixed(4))));
  const n_right = 40 + Math.floor(50 * random());
  const epochs = Array.from({ length: N_EPOCHS }, (_, epoch) => {
    const accuracy = epoch === N_EPOCHS - 1 ? n_right / 100 : Math.floor(10 + (30 * epoch) / N_EPOCHS + 10 * random()) / 100;
    return `{"epoch":${epoch},"train_loss":1.5,"test_loss":1.6,"test_accuracy":${float(accuracy)},"n_test":100}`;
  });
  const clock = epochs.map((_, idx) => `{"n_steps":${(idx + 1) * STEPS_PER_EPOCH},"seconds":${float((idx + 1) * 1.5)}}`);
  const labels = "0123456789".repeat(10);
  const said = [...labels].map((digit, idx) => (idx < n_right ? digit : String((Number(digit) + 1) % 10))).join("");
  const confidences = Array(100).fill("0.5").join(",");
  const summary = `{"n_classes":10,"n_steps":${N_STEPS},"labels":"${labels}","predictions":"${said}","confidences":[${confidences}]}`;
  return `{"key":{"variant":"${variant}","seed":${seed}},"state":"done","losses":[${losses}],"clock":[${clock}],"epochs":[${epochs}],"summary":${summary}}`;
}

const site = await serve();
const browser = await browse();
try {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", acceptDownloads: true });
  const query = `nets=${NETS}&seeds=${SEEDS}&data=scales&images=1600&test_images=100&epochs=${N_EPOCHS}&batch=32&engine=cpu`;
  const experiment = await Experiment.open(context, site.address, query);
  const { page } = experiment;
  // The settings as the page writes them; the runs are made here.
  await experiment.press("start");
  await experiment.press("stop");
  const text = record_text(await experiment.json());
  let state = 1;
  const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647; // Park and Miller's
  const runs = SEEDS.flatMap((seed) => NETS.map((variant) => run_text(variant, seed, random)));
  const file = signed(`${text.slice(0, text.indexOf(',"runs":['))},"runs":[${runs}]}`);
  const opened = Date.now();
  await experiment.take(file);
  await experiment.reach("finished", 120);
  await page.waitForFunction(() => document.querySelectorAll("[data-testid=loss-chart] .bands__seed").length === 100, null, { timeout: 60_000 });
  console.log(`${runs.length} runs × ${N_STEPS} steps, ${(file.length / 1e6).toFixed(1)} MB, ${await browser.version()}, ${cpus()[0]?.model}`);
  console.log(`opened, checked and drawn after ${Date.now() - opened} ms`);
  await page.waitForTimeout(5000);
  const found = await page.evaluate(async (n) => {
    const box = document.querySelector("[data-testid=loss-chart] .bandbox");
    box.scrollIntoView({ block: "center" });
    const frame = () => new Promise(requestAnimationFrame);
    const long = [];
    new PerformanceObserver((list) => long.push(...list.getEntries().map((entry) => entry.duration))).observe({ entryTypes: ["longtask"] });
    const task = () => new Promise((resolve) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = resolve;
      channel.port2.postMessage(0);
    });
    const { left, top, width, height } = box.getBoundingClientRect();
    const send = (kind, share) => box.dispatchEvent(new PointerEvent(kind, { clientX: left + width * share, clientY: top + height / 2, bubbles: true }));
    /** Milliseconds of `act` and of all that follows from it, layout included, and until the frame after it. */
    const timed = async (act) => {
      await frame();
      const begun = performance.now();
      act();
      await task();
      box.getBoundingClientRect();
      const script = performance.now() - begun;
      await frame();
      await frame();
      return { script, shown: performance.now() - begun };
    };
    const point = (idx) => send("pointermove", 0.1 + 0.8 * ((idx * 0.618034) % 1));
    const pointing = [];
    for (let idx = 0; idx < n; idx += 1) pointing.push((await timed(() => point(idx))).script);
    const frames = [];
    for (let idx = 0, before = await frame(); idx < n; idx += 1) {
      point(idx + 0.5);
      const now = await frame();
      frames.push(now - before);
      before = now;
    }
    const n_long = long.length;
    const zooming = [];
    for (let idx = 0; idx < 10; idx += 1) {
      send("pointerdown", 0.2 + 0.02 * idx);
      send("pointermove", 0.7);
      await frame();
      zooming.push((await timed(() => send("pointerup", 0.7))).shown);
      box.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
      await frame();
    }
    const slider = document.querySelector(".smoothing input");
    const smoothing = [];
    for (let idx = 0; idx < 10; idx += 1) {
      smoothing.push((await timed(() => {
        slider.value = String(0.5 + 0.04 * idx);
        slider.dispatchEvent(new Event("input", { bubbles: true }));
      })).shown);
    }
    return { pointing, frames, zooming, smoothing, n_long, crosshair: document.querySelectorAll(".bands__crosshair").length };
  }, N_POINTS);
  const share = (times, part) => times.toSorted((a, b) => a - b)[Math.floor(part * (times.length - 1))].toFixed(1);
  const line = (what, times) => console.log(`${what}: median ${share(times, 0.5)} ms, p95 ${share(times, 0.95)} ms, most ${share(times, 1)} ms`);
  line("pointing, event to layout", found.pointing);
  line("pointing, frame to frame", found.frames);
  console.log(`long tasks (over 50 ms) while pointing: ${found.n_long}`);
  line("enlarging, until shown", found.zooming);
  line("smoothing anew, until shown", found.smoothing);
} finally {
  await browser.close();
  site.stop();
}
