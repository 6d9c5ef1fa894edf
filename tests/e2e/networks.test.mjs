// The lesson on whole networks as a learner uses it: every map from the engine, one layer, one unit, other weights, code.
import assert from "node:assert/strict";
import { test } from "node:test";
import { around_tests } from "./support.mjs";

const world = around_tests();

async function open(query, viewport = { width: 1280, height: 900 }) {
  const page = await world.browser.newPage({ viewport, reducedMotion: "reduce" });
  page.failures = [];
  page.on("pageerror", (error) => page.failures.push(error.message));
  await page.goto(`${world.site.address}/networks/?${query}`);
  await computed(page);
  return page;
}

/** Waits until the maps are those of the present choice. */
const computed = (page) => page.locator('[data-testid="status"][data-waits="false"]').first().waitFor({ timeout: 60_000 });

const probabilities = async (page) => {
  const cells = await page.locator('[data-testid="probabilities"] tbody tr td:last-child').allInnerTexts();
  return cells.map((text) => Number.parseFloat(text));
};

/** The probabilities of one of two sets of weights side by side. */
const shares_of = async (page, idx) => {
  const cells = await page.locator(`[data-testid="side-${idx}"] tbody tr td:last-child`).allInnerTexts();
  return cells.map((text) => Number.parseFloat(text));
};

test("the engine fills every stage, and the probabilities add up", { timeout: 120_000 }, async () => {
  const page = await open("step=overview&net=inception-s&weights=seed-1&lang=en");
  // The image, conv1, its pooling, two modules of seven branch stages and a concat, global pooling, fc.
  assert.equal(await page.locator(".flow__stage").count(), 21);
  assert.equal(await page.locator(".flow__maps").count(), 21);
  const shares = await probabilities(page);
  assert.equal(shares.length, 10);
  assert.ok(Math.abs(shares.reduce((a, b) => a + b, 0) - 100) < 1, `${shares}`);
  assert.match(await page.getByTestId("provenance").innerText(), /seed 1/);
  assert.deepEqual(page.failures, []);
});

test("other weights give other maps, and recorded ones say where they come from", { timeout: 120_000 }, async () => {
  const page = await open("step=weights&net=inception-s&lang=en");
  await page.getByTestId("first").getByTestId("provenance").filter({ hasText: /Recorded, not trained on this machine: seed \d+, \d+ epochs/ }).waitFor();
  await computed(page);
  const recorded = await shares_of(page, 0);
  const before = await page.locator(".flow__maps").nth(3).getAttribute("href");
  await page.getByTestId("first").getByTestId("weights-drawn").click();
  await page.getByTestId("first").getByTestId("provenance").filter({ hasText: /^Untrained/ }).waitFor();
  await page.waitForFunction((before) => document.querySelectorAll(".flow__maps")[3].getAttribute("href") !== before, before);
  assert.notDeepEqual(await shares_of(page, 0), recorded);
  assert.match(page.url(), /weights=seed-1/);
  assert.deepEqual(page.failures, []);
});

test("two sets of weights stand side by side in one scale", { timeout: 180_000 }, async () => {
  const page = await open("step=weights&net=inception-s&layer=inception1&lang=en");
  const side = (idx) => page.getByTestId(`side-${idx}`);
  const sheet = (idx) => side(idx).locator(".maps__sheet");
  await sheet(1).waitFor({ state: "attached", timeout: 120_000 });
  assert.match(await side(0).innerText(), /Recorded/);
  assert.match(await side(1).innerText(), /Untrained, seed 1/);
  // One scale: the same ends on both sides, and the recorded network is surer than the untrained one.
  const ends = (idx) => side(idx).locator(".maps__tick").allTextContents();
  assert.deepEqual(await ends(0), await ends(1));
  const [trained, untrained] = [await shares_of(page, 0), await shares_of(page, 1)];
  assert.ok(Math.max(...trained) > Math.max(...untrained), `${trained} and ${untrained}`);
  const before = await sheet(1).getAttribute("href");
  await page.getByTestId("second").getByTestId("seed").fill("7");
  await page.getByTestId("second").getByTestId("seed").press("Tab");
  await page.waitForURL(/other=seed-7/);
  await page.waitForFunction((before) => document.querySelectorAll('[data-testid="side-1"] .maps__sheet')[0]?.getAttribute("href") !== before, before);
  await page.reload();
  await side(1).getByText("Untrained, seed 7").waitFor({ state: "attached" });
  // The same weights on both sides are the same maps.
  await page.getByTestId("second").getByTestId("weights-recorded").click();
  await page.waitForURL(/other=recorded/);
  await page.waitForFunction(() => {
    const [one, other] = document.querySelectorAll(".networks__one .maps__sheet");
    return one && other && one.getAttribute("href") === other.getAttribute("href");
  });
  assert.deepEqual(page.failures, []);
});

test("another image flows through", { timeout: 120_000 }, async () => {
  const page = await open("step=overview&net=dilated-s&weights=seed-2&lang=en");
  const before = await probabilities(page);
  await page.getByTestId("noise").click();
  await page.waitForFunction(
    (before) => document.querySelector('[data-testid="probabilities"] tbody tr td:last-child').innerText !== before,
    `${before[0].toFixed(1)} %`,
  ).catch(() => undefined);
  await computed(page);
  assert.notDeepEqual(await probabilities(page), before);
  assert.deepEqual(page.failures, []);
});

test("a layer's map and unit are chosen by click and by keyboard, and the link keeps them", { timeout: 120_000 }, async () => {
  const page = await open("step=layer&net=dilated-s&weights=seed-1&layer=conv3&unit=5-3-2&lang=en");
  const reading = page.getByTestId("unit-reading");
  await reading.filter({ hasText: /Layer conv3, map 5 of 32, unit \(3, 2\): −?\d+\.\d{3}\./ }).waitFor();
  await page.getByTestId("maps").focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("PageDown");
  await reading.filter({ hasText: /map 6 of 32, unit \(4, 2\)/ }).waitFor();
  await page.getByTestId("sheet").click({ position: { x: 3, y: 3 } });
  await reading.filter({ hasText: /map 0 of 32, unit \(4, 2\)/ }).waitFor();
  assert.match(page.url(), /unit=0-4-2/);
  assert.deepEqual(page.failures, []);
});

test("the sum of a unit is the number of its map, and its field is that of the geometry", { timeout: 120_000 }, async () => {
  const page = await open("step=unit&net=dilated-s&weights=seed-1&layer=conv2&unit=1-8-8&lang=en");
  const formula = page.getByTestId("formula");
  await formula.filter({ hasText: "72 products" }).waitFor(); // 8 maps of 3 × 3
  const together = (await formula.innerText()).match(/Together: (−?\d+\.\d{3})/)[1];
  await page.getByTestId("unit-reading").filter({ hasText: "a field of 12 × 12 pixels" }).waitFor(); // 4 + 2·2·2
  await page.goto(page.url().replace("step=unit", "step=layer"));
  await computed(page);
  await page.getByTestId("unit-reading").filter({ hasText: together }).waitFor();
  assert.deepEqual(page.failures, []);
});

test("a unit behind a concat has its branch's field, and is followed down to its sum", { timeout: 120_000 }, async () => {
  const page = await open("step=unit&net=inception-s&weights=seed-1&layer=inception1&unit=20-8-8&lang=en");
  await page.getByTestId("unit-reading").filter({ hasText: "a field of 9 × 9 pixels" }).waitFor(); // 5 + 2·2, not the 5×5 branch's 13
  const formula = page.getByTestId("formula");
  await formula.filter({ hasText: "Taken over from inception1.branch3x3.3, map 4" }).waitFor();
  await formula.filter({ hasText: "216 products" }).waitFor(); // 24 maps of 3 × 3
  const below = (await formula.innerText()).match(/max\(0, (−?\d+\.\d{3})\)/)[1];
  assert.match(await formula.innerText(), new RegExp(`Together: ${below}`));
  assert.deepEqual(page.failures, []);
});

test("squares show all maps on request, and what a click opens is in sight", { timeout: 120_000 }, async () => {
  const page = await open("step=overview&net=inception-s&weights=seed-1&lang=en");
  const square = page.locator('.flow__stage[data-layer="conv1.2"]');
  await square.getByText("+13").waitFor(); // 16 maps, three of them shown
  await page.getByTestId("all-maps").click();
  await square.getByText("+13").waitFor({ state: "detached" });
  assert.match(page.url(), /squares=all/);
  await square.click();
  const box = await page.getByTestId("detail").boundingBox();
  assert.ok(box.y >= 0 && box.y <= 500, `the detail begins at ${box.y} of 900`);
  assert.deepEqual(page.failures, []);
});

test("questions are answered from the network, and the code is the network's", { timeout: 120_000 }, async () => {
  const page = await open("step=unit&net=dilated-s&weights=seed-1&lang=en");
  const question = page.getByTestId("question-products");
  await question.getByRole("spinbutton").fill("72");
  await question.getByRole("button", { name: "Reveal" }).click();
  await question.getByText("Right: 72.").waitFor();
  await page.goto(`${world.site.address}/networks/?step=code&net=dilated-s&lang=en`);
  await page.getByTestId("code-pytorch").click();
  await page.getByTestId("code-text").filter({ hasText: "dilation=2" }).waitFor();
  assert.deepEqual(page.failures, []);
});

test("a phone shows the network without scrolling the page sideways", { timeout: 120_000 }, async () => {
  for (const step of ["overview", "layer", "unit", "weights", "code"]) {
    const page = await open(`step=${step}&net=inception-s&weights=seed-1&lang=zh`, { width: 390, height: 844 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `${step}: ${wide}`);
    assert.deepEqual(page.failures, []);
    await page.close();
  }
});

test("an answer that was kept is not passed off as computed", { timeout: 120_000 }, async () => {
  const page = await open("step=overview&net=dilated-s&weights=seed-2&lang=en");
  const status = page.locator('[data-testid="status"][data-waits="false"]').first();
  await status.filter({ hasText: /^All maps computed in \d+ ms on this machine/ }).waitFor();
  assert.ok(Number(await status.getAttribute("data-ms")) > 0);
  const shares = await probabilities(page);
  await page.getByTestId("network").selectOption("plain-s");
  await page.locator('[data-testid="status"][data-kept="false"]').first().waitFor();
  await page.waitForFunction(() => document.querySelector('[data-testid="status"]').dataset.waits === "false");
  await page.getByTestId("network").selectOption("dilated-s");
  await status.filter({ hasText: /computed before and kept/ }).waitFor();
  assert.equal(await status.getAttribute("data-kept"), "true");
  assert.deepEqual(await probabilities(page), shares);
  assert.deepEqual(page.failures, []);
});
