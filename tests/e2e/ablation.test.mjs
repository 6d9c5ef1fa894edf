// The homework as an instrument: variants × seeds, a reload in the middle, files out and in, and what may be said.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Experiment as Opened } from "./experiment.mjs";
import { around_tests, has_cifar10 } from "./support.mjs";

const world = around_tests();
/** The ablation lab of this file's site. */
const Experiment = { open: (context, query) => Opened.open(context, world.site.address, query) };

/** Two seeds of four tiny variants; Scales, so that no data is needed. */
const HOMEWORK = "template=homework-s&data=scales&images=640&test_images=100&epochs=2&seeds=1,2&engine=cpu";
/** Long enough to be stopped on the way. */
const LONG = "nets=plain-s,dilated-s&seeds=1&data=scales&images=3000&test_images=20&epochs=2&engine=cpu";
/** One seed of two small networks, for what needs no length. */
const TINY = "nets=plain-s,dilated-s&seeds=1&data=scales&images=100&test_images=20&epochs=1&engine=cpu";

/** The same on real images. */
const TINY_CIFAR10 = TINY.replace("scales", "cifar10");

/** The cards of the open list: place, label, both answers, words, and the picture's pixels as planes, where there is one. */
function cards(page) {
  return page.getByTestId("behind").locator("li").evaluateAll((cards) =>
    Promise.all(cards.map(async (card) => {
      const image = card.querySelector("img");
      let pixels = null;
      if (image) {
        await image.decode();
        const canvas = new OffscreenCanvas(32, 32).getContext("2d");
        canvas.drawImage(image, 0, 0, 32, 32);
        const { data } = canvas.getImageData(0, 0, 32, 32);
        pixels = [0, 1, 2].flatMap((plane) => Array.from({ length: 1024 }, (_, idx) => data[4 * idx + plane]));
      }
      const said = [...card.querySelectorAll("[data-said]")].map((line) => Number(line.dataset.said));
      return { idx: Number(card.dataset.idx), label: Number(card.dataset.label), said, words: card.innerText, pixels };
    })),
  );
}

/** Whether an image of Scales shows two marks at the displacement of `label`: 3, 6, 9, 12, 15 along a row, then along a column. */
function shows_scales_class(pixels, label) {
  const distance = 3 * ((label % 5) + 1);
  const [down, right] = label < 5 ? [0, distance] : [distance, 0];
  const is_white = (row, column) => [0, 1, 2].every((plane) => pixels[plane * 1024 + (row % 32) * 32 + (column % 32)] === 255);
  const is_mark = (row, column) => [0, 1, 2, 3, 4, 5, 6, 7, 8].every((at) => is_white(row + Math.floor(at / 3), column + (at % 3)));
  return Array.from({ length: 1024 }, (_, at) => [Math.floor(at / 32), at % 32]).some(([row, column]) => is_mark(row, column) && is_mark(row + down, column + right));
}

/** Compares the first two runs of seed 1 of the record with the lists that the page shows; `is_right` judges each picture. */
async function check_images(experiment, file, keys, is_right) {
  const { page } = experiment;
  const summaries = keys.map((key) => file.record.runs.find((run) => run.key.variant === key.variant && run.key.seed === key.seed).summary);
  const digits = (text) => [...text].map(Number);
  const labels = digits(summaries[0].labels);
  const answers = summaries.map((summary) => digits(summary.predictions));
  const places = labels.map((_, idx) => idx);
  const check = async (expected) => {
    // All of them, with their pictures.
    while (await page.getByTestId("more-behind").isVisible()) await page.getByTestId("more-behind").click();
    await page.waitForFunction((n) => document.querySelectorAll('[data-testid="behind"] li img').length === n, expected.length);
    const found = await cards(page);
    assert.deepEqual(found.map((card) => card.idx).sort((a, b) => a - b), expected);
    for (const card of found) {
      assert.equal(card.label, labels[card.idx]);
      assert.deepEqual(card.said, answers.map((said) => said[card.idx]));
      const sure = [...card.words.matchAll(/(\d+) %/g)].map((found) => Number(found[1]));
      assert.equal(sure.length, 2, card.words);
      summaries.forEach((summary, run) => assert.ok(Math.abs(summary.confidences[card.idx] * 100 - sure[run]) <= 0.501, card.words));
      assert.ok(is_right(card), `image ${card.idx} of class ${card.label}`);
    }
  };
  // The fullest cell, and an empty one where there is one.
  const in_cell = (truth, said) => places.filter((idx) => labels[idx] === truth && answers.some((answer) => answer[idx] === said));
  const cells = labels.slice(0, 10).flatMap((truth) => [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((said) => ({ truth, said, held: in_cell(truth, said) })));
  cells.sort((a, b) => b.held.length - a.held.length);
  const button = (cell) => page.locator(`[data-cell="${cell.truth}-${cell.said}"]`);
  await button(cells[0]).click();
  assert.match(await page.getByTestId("behind-count").innerText(), new RegExp(`^${cells[0].held.length} images`));
  await check(cells[0].held);
  await page.keyboard.press("Escape");
  assert.equal(await page.getByTestId("behind").count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.cell), `${cells[0].truth}-${cells[0].said}`);
  const empty = cells.at(-1);
  assert.equal(empty.held.length, 0, "no cell is empty");
  // With the keyboard: arrows go to the cell, Enter opens it.
  const go = async (key, times) => { for (let n = 0; n < times; n += 1) await page.keyboard.press(key); };
  await go("ArrowUp", 9);
  await go("Home", 1);
  await go("ArrowDown", empty.truth);
  await go("ArrowRight", empty.said);
  await page.keyboard.press("Enter");
  await page.getByTestId("behind-count").filter({ hasText: "no image in this cell" }).waitFor();
  assert.equal(await page.getByTestId("behind").locator("li").count(), 0);
  await page.getByTestId("close-behind").click();
  // Where the two disagree.
  const is_true = (run) => (idx) => answers[run][idx] === labels[idx];
  for (const [id, run] of [["first", 0], ["second", 1]]) {
    const only = places.filter((idx) => is_true(run)(idx) && !is_true(1 - run)(idx));
    const list = page.locator(`[data-disagree="${id}"]`);
    assert.match(await list.innerText(), new RegExp(`: ${only.length}$`));
    await list.click();
    if (only.length > 0) await check(only);
    await page.getByTestId("close-behind").click();
  }
  assert.match(await page.getByTestId("reliability").locator("svg").getAttribute("aria-label"), /% sure, .* % right, \d+ images/);
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
  // The table may be a frame behind the state.
  await experiment.page.waitForFunction(() => document.querySelectorAll('[data-testid="runs"] tr[data-state]:not([data-state="finished"])').length === 0);
  const rows = await experiment.rows();
  assert.ok(rows.every((row) => row.state === "finished" && row.n_steps === 40), JSON.stringify(rows));

  // The verdicts may be a frame behind, too.
  await experiment.page.waitForFunction(() => {
    const lines = [...document.querySelectorAll('[data-testid="verdicts"] li')];
    return lines.length === 3 && lines.every((line) => line.innerText.includes("2 seeds"));
  });
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
  const chosen = rows.filter((row) => row.seed === 1).slice(0, 2);
  await check_images(experiment, file, chosen, ({ pixels, label }) => shows_scales_class(pixels, label));
  // Another seed of Scales has other images: no single one is compared.
  await boxes.nth(0).uncheck();
  await experiment.page.locator('[data-testid="runs"] tr[data-seed="2"] input[type="checkbox"]').first().check();
  await experiment.page.getByTestId("other-images").waitFor();
  assert.equal(await experiment.page.locator("[data-cell]").count(), 0);
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

test("the images behind CIFAR-10's results are those of the shard, or none", { skip: has_cifar10 ? false : "CIFAR-10 is not served", timeout: 300_000 }, async () => {
  const context = await world.browser.newContext({ acceptDownloads: true });
  const experiment = await Experiment.open(context, TINY_CIFAR10);
  await experiment.press("start");
  await experiment.reach("finished", 200);
  const boxes = experiment.page.locator('[data-testid="runs"] tr[data-seed="1"] input[type="checkbox"]');
  await boxes.nth(0).check();
  await boxes.nth(1).check();
  const rows = await experiment.rows();
  const file = JSON.parse(readFileSync((await experiment.save("json")).path, "utf8"));
  const predictions = rows.map((row) => file.record.runs.find((run) => run.key.variant === row.variant).summary.predictions);
  const cell = `[data-cell="0-${predictions[0][0]}"]`;

  // Not served any more: words only, and the next list tries again.
  await context.route("**/data/cifar10/manifest.json*", (route) => route.fulfill({ status: 404, body: "" }));
  await experiment.page.locator(cell).click();
  await experiment.page.getByTestId("no-pictures").waitFor();
  assert.ok((await cards(experiment.page)).every((card) => card.pixels === null && card.words.length > 0));
  await experiment.page.getByTestId("close-behind").click();
  await context.unroute("**/data/cifar10/manifest.json*");

  const shard = readFileSync(join(process.env.FOVEA_DIST, "data", "cifar10", "test-000.bin"));
  await check_images(experiment, file, rows, ({ idx, label, pixels }) => {
    const record = shard.subarray(idx * 3073, (idx + 1) * 3073);
    return record[0] === label && Buffer.from(pixels).equals(record.subarray(1));
  });
  assert.deepEqual(experiment.errors, []);
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

test("the network of a run is looked into, found again after a reload, saved, and loaded", { timeout: 240_000 }, async () => {
  const context = await world.browser.newContext({ acceptDownloads: true });
  const experiment = await Experiment.open(context, TINY);
  const { page } = experiment;
  await experiment.press("start");
  await experiment.reach("finished", 120);
  const row = page.locator('[data-testid="runs"] tr[data-variant="dilated-s"]');
  await row.getByTestId("look-inside").click();
  await page.waitForURL(/\/networks\/\?.*net=dilated-s/);
  // ⌈100 / 32⌉ steps, all of them done, and a test behind them.
  const of_run = page.getByTestId("provenance").filter({ hasText: /A run of your experiment .*as kept after 4 of 4 steps.*% of the test images were right/ });
  await of_run.waitFor({ timeout: 60_000 });
  const computed = () => page.locator('[data-testid="status"][data-waits="false"]').first().waitFor({ timeout: 60_000 });
  await computed();
  const shares = () => page.locator('[data-testid="probabilities"] tbody tr td:nth-child(2)').allInnerTexts();
  const trained = await shares();
  assert.equal(trained.length, 10);
  await page.reload();
  await of_run.waitFor({ timeout: 60_000 });
  await page.waitForFunction((trained) => JSON.stringify([...document.querySelectorAll('[data-testid="probabilities"] tbody tr td:nth-child(2)')].map((cell) => cell.innerText)) === trained, JSON.stringify(trained), { timeout: 60_000 });

  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save-weights").click()]);
  assert.equal(download.suggestedFilename(), "fovea-dilated-s-seed-1-step-4.safetensors");
  const path = await download.path();
  const header = readFileSync(path);
  const tensors = JSON.parse(header.subarray(8, 8 + Number(header.readBigUInt64LE(0))).toString());
  assert.deepEqual(tensors["conv1.weight"].shape, [8, 3, 3, 3]);
  await page.getByTestId("weights-drawn").click();
  await page.getByTestId("provenance").filter({ hasText: /^Untrained/ }).waitFor();
  await computed();
  assert.notDeepEqual(await shares(), trained);
  await page.getByTestId("import-weights").setInputFiles({ name: "mine.safetensors", mimeType: "application/octet-stream", buffer: header });
  const n_tensors = Object.keys(tensors).filter((name) => name !== "__metadata__").length;
  await page.getByTestId("provenance").filter({ hasText: `Loaded from mine.safetensors: ${n_tensors} of ${n_tensors} tensors` }).waitFor({ timeout: 60_000 });
  await page.waitForFunction((trained) => JSON.stringify([...document.querySelectorAll('[data-testid="probabilities"] tbody tr td:nth-child(2)')].map((cell) => cell.innerText)) === trained, JSON.stringify(trained), { timeout: 60_000 });

  // What is no file of weights, or of none of its layers, changes nothing.
  await page.getByTestId("import-weights").setInputFiles({ name: "poem.safetensors", mimeType: "application/octet-stream", buffer: Buffer.from("roses are red") });
  await page.getByTestId("weights-refused").filter({ hasText: /poem\.safetensors was not loaded.*not a safetensors file/s }).waitFor();
  await page.getByTestId("provenance").filter({ hasText: "Loaded from mine.safetensors" }).waitFor();
  assert.deepEqual(experiment.errors, []);
  await context.close();
});

test("a link to weights that are not kept here says so", { timeout: 60_000 }, async () => {
  const page = await world.browser.newPage();
  await page.goto(`${world.site.address}/networks/?net=dilated-s&weights=kept.1790000000000-000001.1.dilated-s&lang=en`);
  await page.getByTestId("weights-refused").filter({ hasText: "not kept in this browser" }).waitFor();
  await page.getByTestId("provenance").filter({ hasText: /^Recorded/ }).waitFor();
  await page.close();
});

test("with the storage full the experiment goes on in memory, and the page says what helps", { timeout: 240_000 }, async () => {
  const context = await world.browser.newContext({ acceptDownloads: true });
  const experiment = await Experiment.open(context, TINY);
  const { page } = experiment;
  const session = await context.newCDPSession(page);
  await session.send("Storage.overrideQuotaForOrigin", { origin: new URL(page.url()).origin, quotaSize: 1 });
  await experiment.press("start");
  await page.getByTestId("storage-note").filter({ hasText: /full/i }).waitFor({ timeout: 60_000 });
  await experiment.reach("finished", 120);
  const rows = await experiment.rows();
  assert.deepEqual(rows.map((row) => [row.state, row.n_steps]), [["finished", 4], ["finished", 4]]);
  const file = JSON.parse(readFileSync((await experiment.save("json")).path, "utf8"));
  assert.ok(file.record.runs.every((run) => run.losses.length === 4));
  await page.locator('[data-testid="runs"] tbody tr').first().getByTestId("look-inside").click();
  await page.getByTestId("inside-note").filter({ hasText: /\S/ }).waitFor();
  assert.deepEqual(experiment.errors, []);
  await context.close();
});

test("eight runs go on at a time, each with the numbers of the run alone", { timeout: 300_000 }, async () => {
  const one = "nets=plain-s&data=scales&images=100&test_images=20&epochs=1&engine=cpu";
  const losses = async (query, n_slots) => {
    const context = await world.browser.newContext({ acceptDownloads: true });
    const experiment = await Experiment.open(context, query);
    await experiment.page.locator('select[name="slots"]').selectOption(String(n_slots));
    await experiment.press("start");
    const most = experiment.page.waitForFunction((n) => document.querySelectorAll('[data-testid="runs"] tr[data-state="running"]').length === n, n_slots, { timeout: 120_000 });
    await most;
    await experiment.reach("finished", 200);
    const file = JSON.parse(readFileSync((await experiment.save("json")).path, "utf8"));
    assert.deepEqual(experiment.errors, []);
    await context.close();
    return new Map(file.record.runs.map((run) => [run.key.seed, run.losses]));
  };
  const together = await losses(`${one}&seeds=1,2,3,4,5,6,7,8`, 8);
  assert.equal(together.size, 8);
  const alone = await losses(`${one}&seeds=5`, 1);
  assert.equal(alone.get(5).length, 4); // ⌈100 / 32⌉
  assert.deepEqual(together.get(5), alone.get(5));
});

test("a copied network is edited in place, refused, undone, renamed, kept by the link, and trained", { timeout: 240_000 }, async () => {
  const context = await world.browser.newContext();
  const experiment = await Experiment.open(context, "template=homework-s&seeds=1&data=scales&images=100&test_images=20&epochs=1&engine=cpu");
  const { page } = experiment;
  const row = (id) => page.locator(`li[data-variant="${id}"]`);
  const facts = (id) => row(id).getByTestId("facts").innerText();
  const ids = () => page.locator("li[data-variant]").evaluateAll((rows) => rows.map((row) => row.dataset.variant));
  const copy = "inception-s-2";

  // With the keyboard: the copy opens, and has the focus.
  await row("inception-s").getByTestId("duplicate").press("Enter");
  assert.deepEqual((await ids()).slice(4), [copy]);
  await row(copy).getByTestId("edit-form").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.closest("li").dataset.variant), copy);
  const before = await facts(copy);
  assert.equal(before, await facts("inception-s"));
  const setting = (id) => row(copy).locator(`[data-setting="${id}"]`);

  // Each change is seen at once, and undone by itself.
  await setting("cbam").check();
  const with_cbam = await facts(copy);
  assert.equal(with_cbam, await facts("inception-s-cbam"));
  await setting("branch-2-3").uncheck();
  const smaller = await facts(copy);
  assert.notEqual(smaller, with_cbam);
  assert.match(await row(copy).getByTestId("against").innerText(), /\+ CBAM · − module 2: 5×5 branch/);
  assert.ok(await setting("width-2-5").isDisabled());
  await setting("width-1-1").fill("24");
  const wider = await facts(copy);
  assert.notEqual(wider, smaller);

  // A wrong number is named with its layer; it stays to be mended, and the network stays too.
  await setting("width-1-3").fill("many");
  const alert = row(copy).getByRole("alert").filter({ hasText: "inception1.branch3x3" });
  await alert.filter({ hasText: "1 to 1024" }).waitFor();
  assert.equal(await setting("width-1-3").inputValue(), "many");
  assert.equal(await facts(copy), wider);
  for (const branch of [1, 2, 3]) await setting(`branch-1-${branch}`).uncheck();
  await setting("branch-1-4").click();
  await row(copy).getByRole("alert").filter({ hasText: "inception1: this is its last branch" }).waitFor();
  assert.ok(await setting("branch-1-4").isChecked());
  assert.equal(await setting("width-1-3").inputValue(), "many");
  const undo = row(copy).getByTestId("edit-undo");
  for (let n = 0; n < 3; n += 1) await undo.click();
  assert.equal(await facts(copy), wider);
  assert.equal((await row(copy).getByRole("alert").allInnerTexts()).join(""), "");
  await undo.click();
  assert.equal(await facts(copy), smaller);
  await row(copy).getByTestId("edit-redo").click();
  assert.equal(await facts(copy), wider);

  // As many parameters as the first, by the widths alone.
  const n_parameters = (text) => Number(text.replace(/\s/g, "").match(/^\d+/)[0]);
  await row(copy).getByTestId("match").click();
  await row(copy).getByTestId("matched").filter({ hasText: "Widths solved" }).waitFor();
  const wanted = n_parameters(before);
  assert.ok(Math.abs(n_parameters(await facts(copy)) - wanted) < 0.02 * wanted, `${await facts(copy)} for ${before}`);
  await undo.click();
  assert.equal(await facts(copy), wider);

  // A name: another network's is refused, one's own is kept by the link.
  const name = row(copy).getByTestId("variant-name");
  await name.fill("inception-s-cbam");
  await name.press("Enter");
  await row(copy).getByRole("alert").filter({ hasText: "Another network here" }).waitFor();
  const own = "mine, 50 % CBAM 宽";
  await name.fill(own);
  await name.press("Enter");
  await row(own).waitFor();
  await row(own).getByTestId("edit-done").click();
  assert.equal(await row(own).getByTestId("edit-form").count(), 0);
  for (const id of ["inception-s-residual", "inception-s-residual-cbam", "inception-s-cbam"]) {
    await row(id).getByRole("button", { name: /^Remove/ }).click();
  }
  await page.reload();
  await row(own).waitFor();
  assert.deepEqual(await ids(), ["inception-s", own]);
  assert.equal(await facts(own), wider);
  await row(own).getByTestId("edit").click();
  assert.ok(!(await row(own).locator('[data-setting="branch-2-3"]').isChecked()));
  assert.equal(await row(own).locator('[data-setting="width-1-1"]').inputValue(), "24");
  await page.keyboard.press("Escape");

  await experiment.press("start");
  await experiment.reach("finished", 120);
  assert.deepEqual((await experiment.rows()).map((run) => run.variant).sort(), ["inception-s", own]);
  assert.deepEqual(experiment.errors, []);
  await context.close();
});
