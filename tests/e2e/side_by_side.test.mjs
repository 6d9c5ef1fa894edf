// Runs beside each other: interleaved on WebGPU in one worker, and what happens to the others when one of them ends badly.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Experiment, record_text, signed } from "./experiment.mjs";
import { Lab, SOFTWARE_GPU, around_tests, browse } from "./support.mjs";

const world = around_tests();
const open = (context, query) => Experiment.open(context, world.site.address, query);

/** Two runs of ten steps each: a software adapter trains some ten images a second. */
const SMALL = "nets=plain-s,dilated-s&seeds=1&data=scales&images=100&test_images=10&epochs=1&batch=10";
/** Two runs that are long enough to be looked at on the way. */
const LONG = "nets=plain-s,dilated-s&seeds=1&data=scales&images=3000&test_images=20&epochs=2&batch=32&engine=cpu";
const LONG_STEPS = 188; // 2 · ⌈3000 / 32⌉

const engine_workers = (page) => page.workers().filter((worker) => worker.url().includes("js=engine_"));

test("two runs on WebGPU share one worker, grow together, and have the losses of the CPU", { timeout: 400_000 }, async () => {
  const browser = await browse(SOFTWARE_GPU);
  try {
    const losses = async (engine) => {
      const context = await browser.newContext({ acceptDownloads: true });
      const experiment = await open(context, `${SMALL}&engine=${engine}`);
      await experiment.at_a_time(2);
      await experiment.press("start");
      if (engine === "gpu") {
        // Neither waits for the other's end.
        await experiment.rows_when((rows) => rows.length === 2 && rows.every((row) => row.state === "running" && row.n_steps >= 2 && row.n_steps < 10), 240);
        const workers = engine_workers(experiment.page).map((worker) => worker.url());
        assert.equal(workers.length, 1, `${workers}`);
        assert.match(workers[0], /engine_gpu/);
      }
      await experiment.reach("finished", 240);
      const { runs } = await experiment.record();
      assert.ok(runs.every((run) => run.device.startsWith(engine)), JSON.stringify(runs.map((run) => run.device)));
      assert.deepEqual(experiment.errors, []);
      await context.close();
      return new Map(runs.map((run) => [run.key.variant, run.losses]));
    };
    const gpu = await losses("gpu");
    const cpu = await losses("cpu");
    assert.deepEqual([...gpu.keys()].sort(), ["dilated-s", "plain-s"]);
    for (const [variant, expected] of cpu) {
      const found = gpu.get(variant);
      assert.equal(found.length, 10);
      expected.forEach((loss, step) => {
        assert.ok(Number.isFinite(found[step]) && Math.abs(found[step] - loss) <= 2e-3, `${variant}, step ${step + 1}: CPU ${loss}, WebGPU ${found[step]}`);
      });
    }
  } finally {
    await browser.close();
  }
});

test("a lost WebGPU device fails its runs with their curves, and a retry opens another one", { timeout: 400_000 }, async () => {
  const browser = await browse(SOFTWARE_GPU);
  try {
    const experiment = await open(await browser.newContext({ acceptDownloads: true }), `${SMALL}&engine=gpu`);
    const { page } = experiment;
    // The device is asked for by WebAssembly; it is noted on its way, to be lost later.
    page.on("worker", (worker) => {
      const note = () => {
        const ask = self.GPUAdapter.prototype.requestDevice;
        self.GPUAdapter.prototype.requestDevice = async function (...words) {
          self.noted_device = await ask.apply(this, words);
          return self.noted_device;
        };
      };
      if (worker.url().includes("js=engine_gpu")) worker.evaluate(note).catch(() => undefined);
    });
    await experiment.at_a_time(2);
    await experiment.press("start");
    const seen = await experiment.rows_when((rows) => rows.length === 2 && rows.every((row) => row.state === "running" && row.n_steps >= 1), 240);
    const [worker] = engine_workers(page);
    await worker.evaluate(() => self.noted_device.destroy());
    const lost = await experiment.rows_when((rows) => rows.every((row) => row.state === "failed"), 60);
    lost.forEach((row, idx) => assert.ok(row.n_steps >= seen[idx].n_steps && row.n_steps < 10, JSON.stringify(row)));
    assert.match(await page.locator(".panel--failed").innerText(), /GPU|device/i);
    const { runs } = await experiment.record();
    assert.ok(runs.every((run) => run.losses.length >= 1 && run.losses.every(Number.isFinite)), JSON.stringify(runs.map((run) => run.losses)));
    await page.locator('[data-testid="runs"] tr[data-variant="plain-s"]').getByRole("button", { name: "Anew" }).click();
    await experiment.rows_when((rows) => rows.some((row) => row.variant === "plain-s" && row.state === "finished" && row.n_steps === 10), 240);
    assert.deepEqual(experiment.errors, []);
  } finally {
    await browser.close();
  }
});

test("a network is looked into while a WebGPU worker is open, with the answer that there is without one", { timeout: 400_000 }, async () => {
  const browser = await browse(SOFTWARE_GPU);
  const networks = "/networks/?step=overview&net=dilated-s&weights=seed-4&lang=en";
  const shares = async (page) => {
    await page.locator('[data-testid="status"][data-waits="false"][data-ms]').first().waitFor({ timeout: 120_000 });
    return page.locator('[data-testid="probabilities"] tbody tr').allInnerTexts();
  };
  try {
    const lab = await Lab.open(browser, world.site.address, "variant=plain-s&data=scales&images=100&test_images=10&epochs=1&batch=10&seed=5&engine=gpu&lang=en");
    await lab.press("step");
    await lab.reach_step(1, 240);
    assert.match(await lab.text("engine-name"), /WebGPU/);
    // By a link in the page, as a learner goes: a new document would end the worker.
    await lab.page.evaluate((href) => {
      const link = document.createElement("a");
      link.href = href;
      document.body.append(link);
      link.click();
    }, world.site.address + networks);
    const found = await shares(lab.page);
    assert.equal(found.length, 10);
    const workers = engine_workers(lab.page).map((worker) => worker.url());
    assert.ok(workers.length === 1 && /engine_gpu/.test(workers[0]), `${workers}`);
    assert.deepEqual(lab.errors, []);
    const alone = await world.browser.newPage();
    await alone.goto(world.site.address + networks);
    assert.deepEqual(found, await shares(alone));
    await alone.close();
  } finally {
    await browser.close();
  }
});

test("a worker that traps fails its own run with its curve; the other goes on, and a retry has the same numbers", { timeout: 300_000 }, async () => {
  const context = await world.browser.newContext({ acceptDownloads: true });
  const experiment = await open(context, LONG);
  const { page } = experiment;
  await experiment.at_a_time(2);
  await experiment.press("start");
  await experiment.rows_when((rows) => rows.length === 2 && rows.every((row) => row.n_steps > 5), 120);
  const workers = engine_workers(page);
  assert.equal(workers.length, 2);
  // A closure that lies past its memory: its WebAssembly traps, in a promise, as whatever goes wrong in a run does.
  await workers[0].evaluate(async () => {
    const { default: init } = await import(new URL(new URL(location.href).searchParams.get("js"), location.href).href);
    const [, invoke] = Object.entries(await init()).find(([name]) => /func_elem|closure|invoke/.test(name));
    Promise.resolve().then(() => invoke(0xffff_fff0, 0xffff_fff0, null));
  });
  const state_of = (rows, state) => rows.find((row) => row.state === state);
  const failed = state_of(await experiment.rows_when((rows) => state_of(rows, "failed"), 30), "failed");
  assert.ok(failed.n_steps > 5 && failed.n_steps < LONG_STEPS, `${failed.n_steps} steps`);
  const reason = await page.locator(".panel--failed").innerText();
  assert.match(reason, /seed 1: .*(memory access|unreachable|null function)/is);
  const other = state_of(await experiment.rows(), "running");
  await experiment.rows_when((rows) => rows.some((row) => row.variant === other.variant && row.n_steps > other.n_steps), 60);
  await experiment.rows_when((rows) => rows.some((row) => row.variant === other.variant && row.state === "finished"), 120);
  const row = page.locator(`[data-testid="runs"] tr[data-variant="${failed.variant}"]`);
  const kept = (await experiment.record()).runs.find((run) => run.key.variant === failed.variant);
  assert.ok(kept.losses.length >= failed.n_steps && kept.state === "failed" && kept.reason.length > 0, JSON.stringify(kept));

  await row.getByRole("button", { name: "Anew" }).click();
  await experiment.reach("finished", 120);
  const { runs } = await experiment.record();
  const again = runs.find((run) => run.key.variant === failed.variant);
  assert.equal(again.losses.length, LONG_STEPS);
  assert.deepEqual(again.losses.slice(0, kept.losses.length), kept.losses);
  assert.ok(experiment.errors.every((message) => /memory access|unreachable|null function/.test(message)), `${experiment.errors}`);
  await context.close();
});

test("a loss that is no number ends its own run and says at which step; the other finishes", { timeout: 300_000 }, async () => {
  const context = await world.browser.newContext({ acceptDownloads: true });
  const experiment = await open(context, "nets=plain-s&seeds=1&data=scales&images=100&test_images=10&epochs=1&batch=4&engine=cpu");
  await experiment.press("start");
  await experiment.reach("finished", 60);
  const text = record_text(await experiment.json());
  const plain = JSON.parse(text).experiment.variants[0];
  // Its maps are raised to the sixteenth power: at a learning rate of 1 they soon leave the range of single precision.
  const square = (idx) => ({ name: `square${idx}`, op: { Parallel: { branches: ["a", "b"].map((name) => ({ name, layers: [] })), fusion: "Product" } } });
  const layers = plain.network.layers;
  const at = layers.findIndex((layer) => layer.op === "Flatten" || layer.op === "GlobalAveragePool");
  const steep = { id: "steep", network: { ...plain.network, layers: [...layers.slice(0, at), square(1), square(2), square(3), square(4), ...layers.slice(at)] } };
  const waiting = (variant) => `{"key":{"variant":"${variant}","seed":1},"state":"waiting","losses":[],"clock":[],"epochs":[]}`;
  const experiment_text = text.slice(text.indexOf("{", 1), text.indexOf(',"runs":['));
  const both = experiment_text
    .replace('"variants":[', `"variants":[${JSON.stringify(steep)},`)
    .replace(/"learning_rate":[^,]+/, '"learning_rate":1.0');
  await experiment.take(signed(`{"experiment":${both},"runs":[${waiting("steep")},${waiting("plain-s")}]}`));
  await experiment.page.locator('[data-testid="runs"] tr[data-variant="steep"]').waitFor({ timeout: 10_000 });
  await experiment.at_a_time(2);
  await experiment.press("resume");
  const rows = await experiment.rows_when((rows) => rows.every((row) => ["failed", "finished"].includes(row.state)), 120);
  const { failed, finished } = Object.fromEntries(rows.map((row) => [row.state, row]));
  assert.deepEqual([failed?.variant, finished?.variant], ["steep", "plain-s"]);
  assert.ok(failed.n_steps >= 1 && failed.n_steps < 25, `${failed.n_steps} steps`);
  assert.equal(finished.n_steps, 25); // 100 / 4
  assert.match(await experiment.page.locator(".panel--failed").innerText(), new RegExp(`steep.*step ${failed.n_steps + 1}`, "s"));
  const kept = (await experiment.record()).runs.find((run) => run.key.variant === "steep");
  assert.equal(kept.losses.length, failed.n_steps);
  assert.deepEqual(experiment.errors, []);
  await context.close();
});
