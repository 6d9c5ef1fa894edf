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

/** Does something `n` times in the page, one frame apart: the times until what follows was shown, and how many tasks were long. */
async function act([what, n]) {
  const box = document.querySelector("[data-testid=loss-chart] .bandbox");
  const slider = document.querySelector(".smoothing input");
  box.scrollIntoView({ block: "center" });
  const { left, top, width, height } = box.getBoundingClientRect();
  const frame = () => new Promise(requestAnimationFrame);
  const send = (kind, share) => box.dispatchEvent(new PointerEvent(kind, { clientX: left + width * share, clientY: top + height / 2, bubbles: true }));
  const acts = {
    pointing: (idx) => send("pointermove", 0.1 + 0.8 * ((idx * 0.618034) % 1)),
    enlarging: (idx) => {
      box.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
      send("pointerdown", 0.2 + 0.02 * idx);
      send("pointermove", 0.7);
      send("pointerup", 0.7);
    },
    smoothing: (idx) => {
      slider.value = String(0.5 + 0.04 * idx);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    },
  };
  let n_long = 0;
  const observer = new PerformanceObserver((list) => (n_long += list.getEntries().length));
  observer.observe({ entryTypes: ["longtask"] });
  const frames = [];
  await frame();
  for (let idx = 0; idx < n; idx += 1) {
    const begun = performance.now();
    acts[what](idx);
    await frame();
    // What is begun in this frame is shown with the next.
    await new Promise((resolve) => setTimeout(resolve));
    frames.push(performance.now() - begun);
  }
  observer.disconnect();
  return { frames, n_long };
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
  // Of the page's thread alone, so that it says something on a busy machine too.
  const session = await context.newCDPSession(page);
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  const spent_ms = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return 1000 * metrics.find(({ name }) => name === "TaskDuration").value;
  };
  const share = (times, part) => times.toSorted((a, b) => a - b)[Math.floor(part * (times.length - 1))].toFixed(1);
  for (const [what, n] of [["pointing", N_POINTS], ["enlarging", 10], ["smoothing", 10]]) {
    const before = await spent_ms();
    const { frames, n_long } = await page.evaluate(act, [what, n]);
    const spent = (await spent_ms()) - before;
    console.log(`${what}: ${(spent / n).toFixed(1)} ms of the page's thread each time; shown after median ${share(frames, 0.5)} ms, p95 ${share(frames, 0.95)} ms; ${n_long} tasks over 50 ms in ${n}`);
  }
} finally {
  await browser.close();
  site.stop();
}
