// What the ablation lab shows before anything was trained, what joins it, and what a learner does not lose.
import assert from "node:assert/strict";
import { test } from "node:test";
import { around_tests } from "./support.mjs";

const world = around_tests();

const SCALES = "template=scales-fields&nets=field-5-s,field-9-s&seeds=1&images=100&test_images=20&epochs=1&engine=cpu";

async function open(context, query) {
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(`${world.site.address}/ablation/?${query}${query ? "&" : ""}lang=en`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  return { page, errors };
}

const reach = (page, state) =>
  page.getByTestId("experiment-state").filter({ hasText: new RegExp(`^${state}$`) }).waitFor({ state: "attached", timeout: 120_000 });
const joined = (page) => page.getByTestId("recorded").evaluateAll((notes) => notes.map((note) => note.dataset.record));
/** Colours of the lines of the first chart's means. */
const colours = (page) =>
  page.getByTestId("loss-chart").locator("path.bands__mean").evaluateAll((lines) => lines.map((line) => line.getAttribute("stroke")).sort());

test("the record of the question is drawn at once, labelled, joined by own runs in the same colours, and can be taken out", { timeout: 240_000 }, async () => {
  const context = await world.browser.newContext();
  const { page, errors } = await open(context, SCALES);
  const note = page.getByTestId("recorded");
  await note.filter({ hasText: /commit [0-9a-f]{10}.*seeds 1, 2, 3.*1000 test images, 3 epochs/ }).waitFor();
  // Four recorded networks, each with the mark of a record; other images never.
  await page.locator('[data-testid="loss-chart"] .bands__recorded').nth(3).waitFor();
  const recorded = await colours(page);
  assert.equal(new Set(recorded).size, 4);
  const list = page.getByTestId("records");
  await list.locator('[data-record="homework-s"]').getByTestId("join-record").waitFor();
  assert.ok(await list.locator('[data-record="homework-s"]').getByTestId("join-record").isDisabled());
  // What is not served is not offered.
  for (const one of await list.locator("[data-record]").evaluateAll((all) => all.map((one) => one.dataset.record))) {
    const answer = await page.request.get(`${world.site.address}/records/${one}.json`);
    assert.match(answer.headers()["content-type"], /json/, one);
  }
  await page.getByTestId("start").click();
  await reach(page, "finished");
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="loss-chart"] path.bands__mean').length === 6);
  const both = await colours(page);
  assert.deepEqual([...new Set(both)].sort(), [...new Set(recorded)].sort());
  // The own one is hidden, the recorded one of that id stays.
  await page.getByTestId("loss-chart").locator(".legendline").first().locator("button").first().click();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="loss-chart"] path.bands__mean').length === 5);

  // Taken out, and remembered.
  await note.getByTestId("join-record").click();
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="loss-chart"] .bands__recorded').length === 0);
  await page.reload();
  await reach(page, "finished");
  assert.deepEqual(await joined(page), []);

  // Opened as an experiment: table and verdicts speak of it, and nothing is drawn twice.
  await list.locator('[data-record="scales-fields"]').getByTestId("open-record").click();
  await page.getByTestId("origin").filter({ hasText: /Recorded: .*commit/ }).waitFor();
  await page.locator('[data-testid="runs"] tbody tr').nth(11).waitFor();
  assert.match(await page.locator('[data-testid="runs"] tbody tr').first().innerText(), /\d+ × \d+/);
  await page.waitForFunction(() => document.querySelectorAll('[data-testid="verdicts"] li').length === 3);
  assert.deepEqual(await joined(page), []);
  assert.deepEqual(errors, []);
  await context.close();
});

test("a record that is not there is a quiet note", { timeout: 60_000 }, async () => {
  const context = await world.browser.newContext();
  await context.route("**/records/homework-s.json", (route) => route.fulfill({ status: 404, contentType: "text/html", body: "" }));
  const { page, errors } = await open(context, "");
  await page.getByTestId("recorded-absent").waitFor();
  assert.equal(await page.getByRole("alert").count(), 0);
  assert.equal(await page.locator('[data-testid="records"] [data-record="homework-s"]').count(), 0);
  assert.deepEqual(errors, []);
  await context.close();
});

test("a finished run that begins anew has its result back on request", { timeout: 240_000 }, async () => {
  const context = await world.browser.newContext();
  const { page, errors } = await open(context, "nets=plain-s&seeds=1&data=scales&images=3000&test_images=20&epochs=1&engine=cpu");
  await page.getByTestId("start").click();
  await reach(page, "finished");
  const row = page.locator('[data-testid="runs"] tbody tr').first();
  await page.locator('[data-testid="runs"] tr[data-state="finished"]').waitFor();
  const before = await row.innerText();
  await row.getByRole("button", { name: "Anew" }).click();
  await page.getByTestId("undo-retry").click();
  await page.locator('[data-testid="runs"] tr[data-state="finished"]').waitFor();
  assert.equal(await row.innerText(), before);
  assert.equal(await page.getByTestId("undo-retry").count(), 0);
  // A reload finds it too.
  await page.waitForTimeout(1500);
  await page.reload();
  await reach(page, "finished");
  assert.equal(await row.innerText(), before);
  assert.deepEqual(errors, []);
  await context.close();
});

test("an experiment that was begun without room is kept once an older one is deleted", { timeout: 240_000 }, async () => {
  const context = await world.browser.newContext();
  const tiny = "nets=plain-s&seeds=1&data=scales&images=100&test_images=20&epochs=1&engine=cpu";
  const { page, errors } = await open(context, tiny);
  // As a browser whose disk is full: what it throws, for as long as it is.
  await page.evaluate(() => {
    const put = IDBObjectStore.prototype.put;
    IDBObjectStore.prototype.put = function (...values) {
      if (window.is_full) throw new DOMException("no room", "QuotaExceededError");
      return put.apply(this, values);
    };
  });
  const fill = (is_full) => page.evaluate((is_full) => { window.is_full = is_full; }, is_full);
  await page.getByTestId("start").click();
  await reach(page, "finished");
  const kept = page.getByTestId("kept").locator("li");
  await kept.filter({ hasText: "MB" }).first().waitFor();
  await fill(true);
  await page.getByTestId("start").click();
  const note = page.getByTestId("storage-note");
  await note.getByTestId("make-room").waitFor();
  await reach(page, "finished");
  await note.getByTestId("make-room").click();
  await fill(false);
  // The deletion waits for its undo; then the experiment on the page is kept, and the note goes.
  await page.getByTestId("undo-delete").waitFor();
  await page.getByTestId("undo-delete").waitFor({ state: "detached", timeout: 30_000 });
  await note.waitFor({ state: "detached", timeout: 30_000 });
  await page.waitForTimeout(2000);
  assert.equal(await kept.count(), 1);
  await page.reload();
  await reach(page, "finished");
  assert.deepEqual(errors, []);
  await context.close();
});
