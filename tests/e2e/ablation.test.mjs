// The homework as an instrument: variants × seeds, a reload in the middle, files out and in, and what may be said.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { around_tests } from "./support.mjs";

const world = around_tests();

/** Two seeds of four tiny variants; Scales, so that no data is needed. */
const HOMEWORK = "template=homework-s&data=scales&images=640&test_images=100&epochs=2&seeds=1,2&engine=cpu";
/** Long enough to be stopped on the way. */
const LONG = "nets=plain-s,dilated-s&seeds=1&data=scales&images=3000&test_images=20&epochs=2&engine=cpu";
/** One seed of two small networks, for what needs no length. */
const TINY = "nets=plain-s,dilated-s&seeds=1&data=scales&images=100&test_images=20&epochs=1&engine=cpu";

class Experiment {
  constructor(page) {
    this.page = page;
    this.errors = [];
    page.on("pageerror", (error) => this.errors.push(error.message));
  }

  static async open(context, query) {
    const experiment = new Experiment(await context.newPage());
    await experiment.page.goto(`${world.site.address}/ablation/?${query}&lang=en`);
    await experiment.page.getByRole("heading", { level: 1 }).waitFor();
    return experiment;
  }

  press(id) {
    return this.page.getByTestId(id).click();
  }

  /** Waits until the whole experiment is in `state`. */
  reach(state, seconds) {
    const shown = this.page.getByTestId("experiment-state").filter({ hasText: new RegExp(`^${state}$`) });
    return shown.waitFor({ state: "attached", timeout: seconds * 1000 });
  }

  /** The rows of the table: variant, seed, state, steps done. */
  rows() {
    return this.page.locator('[data-testid="runs"] tbody tr').evaluateAll((rows) =>
      rows.map((row) => ({
        variant: row.dataset.variant,
        seed: Number(row.dataset.seed),
        state: row.dataset.state,
        n_steps: Number(row.children[3].innerText.split("/")[0]),
        last: row.children[7].innerText,
      })),
    );
  }

  async save(id) {
    const [download] = await Promise.all([this.page.waitForEvent("download"), this.press(id)]);
    return { path: await download.path(), name: download.suggestedFilename() };
  }
}

test("the homework, with a reload in the middle, goes on where it was and leaves as files", { timeout: 600_000 }, async () => {
  const context = await world.browser.newContext({ acceptDownloads: true });
  let experiment = await Experiment.open(context, HOMEWORK);
  assert.match(await experiment.page.getByTestId("runs-note").innerText(), /4 networks × 2 seeds = 8 runs of 40 steps/); // 2 · 640 / 32
  await experiment.press("start");
  // The first run has passed its first epoch: its checkpoint is kept with its curve.
  await experiment.page.waitForFunction(() => {
    const steps = [...document.querySelectorAll('[data-testid="runs"] tbody tr')].map((row) => row.children[3].innerText);
    return steps.some((text) => Number(text.split("/")[0]) > 24);
  }, null, { timeout: 240_000 });
  await experiment.page.waitForTimeout(1500);
  await experiment.page.reload();
  await experiment.reach("paused", 30);
  const before = await experiment.rows();
  assert.equal(before.length, 8);
  assert.ok(before.some((row) => row.n_steps >= 20), JSON.stringify(before));
  await experiment.press("resume");
  await experiment.reach("finished", 500);
  const rows = await experiment.rows();
  assert.ok(rows.every((row) => row.state === "finished" && row.n_steps === 40), JSON.stringify(rows));

  const verdicts = await experiment.page.getByTestId("verdicts").locator("li").allInnerTexts();
  assert.equal(verdicts.length, 3);
  for (const line of verdicts) assert.match(line, /2 seeds/);

  // Two runs of one seed, image by image.
  const boxes = experiment.page.locator('[data-testid="runs"] tr[data-seed="1"] input[type="checkbox"]');
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  await experiment.page.getByTestId("mcnemar").filter({ hasText: /on 100 test images .* p = / }).waitFor();
  assert.equal(await experiment.page.getByTestId("outcomes").locator("tbody tr").count(), 20); // ten classes, twice

  const json = await experiment.save("json");
  const file = JSON.parse(readFileSync(json.path, "utf8"));
  assert.equal(file.record.runs.length, 8);
  const csv = readFileSync((await experiment.save("csv")).path, "utf8").trim().split("\n");
  assert.ok(csv.length > 8 * 40, `${csv.length} lines`);
  const report = readFileSync((await experiment.save("report")).path, "utf8");
  assert.match(report, /640 to train/);
  for (const row of rows) assert.ok(report.includes(row.last.replace(" %", "").trim()), `${row.last} in the report`);
  assert.deepEqual(experiment.errors, []);

  // A clean profile takes the file, shows the same numbers, and refuses a changed one.
  const clean = await world.browser.newContext();
  const other = await Experiment.open(clean, TINY);
  const changed = readFileSync(json.path, "utf8").replace('"test_accuracy":0.', '"test_accuracy":0.9');
  await other.page.getByTestId("import").setInputFiles({ name: "changed.json", mimeType: "application/json", buffer: Buffer.from(changed) });
  await other.page.getByTestId("file-note").filter({ hasText: "checksum" }).waitFor();
  assert.equal((await other.rows()).length, 0);
  await other.page.getByTestId("import").setInputFiles(json.path);
  await other.reach("finished", 20);
  assert.deepEqual(await other.rows(), rows);
  await clean.close();
  await context.close();
});

test("a run taken up after its tab was killed has the losses of the run that was never interrupted", { timeout: 300_000 }, async () => {
  const query = "nets=dilated-s&seeds=3&data=scales&images=3200&test_images=20&epochs=3&batch=32&engine=cpu";
  const losses = async (experiment) => {
    await experiment.reach("finished", 200);
    const { path } = await experiment.save("json");
    return JSON.parse(readFileSync(path, "utf8")).record.runs[0].losses;
  };
  const whole = await world.browser.newContext({ acceptDownloads: true });
  const uninterrupted = await Experiment.open(whole, query);
  await uninterrupted.press("start");
  const expected = await losses(uninterrupted);
  assert.equal(expected.length, 300); // 3 · 3200 / 32

  const context = await world.browser.newContext({ acceptDownloads: true });
  const killed = await Experiment.open(context, query);
  await killed.press("start");
  await killed.page.waitForFunction(() => {
    const row = document.querySelector('[data-testid="runs"] tbody tr');
    return row && Number(row.children[3].innerText.split("/")[0]) > 120;
  }, null, { timeout: 200_000 });
  await killed.page.waitForTimeout(1200);
  await killed.page.close();
  const again = await Experiment.open(context, query);
  await again.reach("paused", 30);
  const { n_steps } = (await again.rows())[0];
  assert.ok(n_steps >= 100 && n_steps < 300, `${n_steps} steps`);
  await again.press("resume");
  assert.deepEqual(await losses(again), expected);
  await whole.close();
  await context.close();
});

test("stop, a new seed, a wrong seed, and a deletion that is undone", { timeout: 240_000 }, async () => {
  const context = await world.browser.newContext();
  const experiment = await Experiment.open(context, LONG);
  const seeds = experiment.page.locator('input[name="seeds"]');
  await seeds.fill("1, two");
  await seeds.blur();
  await experiment.page.getByRole("alert").filter({ hasText: "1, two" }).waitFor();
  await seeds.fill("1");
  await seeds.blur();
  await experiment.press("start");
  await experiment.reach("finished", 120);
  await experiment.press("add-seed");
  await experiment.reach("running", 20);
  await experiment.press("stop");
  await experiment.reach("finished", 60);
  // The table is drawn again at most every 400 ms.
  await experiment.page.locator('[data-testid="runs"] tr[data-seed="2"][data-state="stopped"]').first().waitFor();
  const rows = await experiment.rows();
  assert.deepEqual(rows.map((row) => row.seed).sort(), [1, 1, 2, 2]);
  assert.ok(rows.filter((row) => row.seed === 2).every((row) => ["stopped", "finished"].includes(row.state)));

  // A second experiment: then the first can be deleted, and taken back.
  await experiment.press("start");
  await experiment.reach("finished", 120);
  const kept = experiment.page.getByTestId("kept").locator("li");
  await kept.nth(1).waitFor();
  assert.equal(await kept.count(), 2);
  await kept.nth(1).getByRole("button", { name: "Delete" }).click();
  await experiment.page.getByTestId("undo-delete").click();
  assert.equal(await kept.count(), 2);
  assert.deepEqual(experiment.errors, []);
  await context.close();
});
