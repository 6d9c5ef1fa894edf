// The lesson on feature fusion as a learner uses it: a cell by pointer and keyboard, shapes, slopes, a chain, a measured stack, CBAM, the table.
import assert from "node:assert/strict";
import { test } from "node:test";
import { around_tests } from "./support.mjs";

const world = around_tests();

async function open(query) {
  const page = await world.browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  page.failures = [];
  page.on("pageerror", (error) => page.failures.push(error.message));
  await page.goto(`${world.site.address}/fusion/?${query}`);
  await page.getByTestId("step").waitFor();
  return page;
}

const text = async (page, id) => (await page.getByTestId(id).innerText()).replaceAll("−", "-");
const says = (page, id, pattern) => page.getByTestId(id).filter({ hasText: pattern }).waitFor();
const slide = (page, id, value) =>
  page.getByTestId(id).evaluate((input, value) => {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
  }, String(value));

/** The two values of the cell, from its concat. */
async function inputs(page) {
  return (await text(page, "line-concat")).match(/-?[\d.]+/g).map(Number);
}

test("sum, product and concat of a cell, by pointer and keyboard", { timeout: 60_000 }, async () => {
  const page = await open("step=three&cell=330&maps=kernels&lang=en");
  await page.locator("image").first().waitFor({ state: "attached" });
  await says(page, "three-reading", "Row 10, column 10");
  const box = await page.getByTestId("tile-a").boundingBox();
  await page.mouse.click(box.x + (box.width * 20.5) / 30, box.y + (box.height * 5.5) / 30); // 30 × 30 cells
  await says(page, "three-reading", "Row 5, column 20");
  await page.getByTestId("three").focus();
  await page.keyboard.press("ArrowDown");
  await says(page, "three-reading", "Row 6, column 20");
  await page.waitForURL(/cell=212/); // 6 · 32 + 20
  for (const pair of ["edges", "blur-laplacian", "image-edges"]) {
    await page.getByTestId(`pair-${pair}`).click();
    const [a, b] = await inputs(page);
    const result = async (id) => Number((await text(page, id)).split("= ")[1]);
    assert.equal(await result("line-sum"), a + b);
    assert.ok(Math.abs((await result("line-product")) - a * b) < 1e-4);
  }
  assert.deepEqual(page.failures, []);
});

test("shapes fuse, are refused in PyTorch's words, and are stretched", { timeout: 60_000 }, async () => {
  const page = await open("step=shapes&lang=en");
  await page.getByTestId("example-channels").click();
  await says(page, "verdict-sum", "The size of tensor a (64) must match the size of tensor b (32) at non-singleton dimension 1");
  await says(page, "verdict-concat", /\[96, 32, 32\].*98.304 floats, 393\.2 KB/su); // 96 · 1,024 · 4 bytes
  await says(page, "pointwise", /\(64 \+ 32\) · 64 = 6.144/u);
  await page.getByTestId("example-size").click();
  await says(page, "verdict-concat", "Expected size 32 but got size 16 for tensor number 1 in the list.");
  await says(page, "verdict-product", "dimension 3");
  await page.getByTestId("example-channel-gate").click();
  await says(page, "verdict-product", /\[64, 32, 32\].*65.536 multiplications.*broadcasting/su);
  await says(page, "verdict-concat", "a concat does not broadcast");
  await slide(page, "length-0-0", 7); // 128 channels against 64
  await says(page, "verdict-product", "tensor a (128) must match the size of tensor b (64)");
  await page.waitForURL(/shapes=128\.32\.32-64\.1\.1/);
  assert.deepEqual(page.failures, []);
});

test("measured slopes are those of the rule and of the engine", { timeout: 120_000 }, async () => {
  const page = await open("step=three&cell=330&maps=kernels&lang=en");
  await page.locator("image").first().waitFor({ state: "attached" });
  const [a, b] = await inputs(page);
  await page.evaluate(() => document.querySelector('a[href*="step=gradients"]').click());
  const rows = async () =>
    (await page.getByTestId("checks").locator("tbody tr").allInnerTexts()).map((row) => {
      const [, working, slope] = row.replaceAll("−", "-").split("\t");
      return [Number(working.split("= ")[1]), Number(slope)];
    });
  await page.getByTestId("fusion-product").click();
  assert.deepEqual(await rows(), [[b, b], [a, a]]);
  await page.getByTestId("fusion-sum").click();
  assert.deepEqual(await rows(), [[1, 1], [1, 1]]);
  await page.getByTestId("fusion-concat").click();
  assert.deepEqual(await rows(), [[1, 1], [0, 0], [0, 0], [1, 1]]);
  // The engine says the same of the same maps, at every cell.
  const engine = async (input) => Number(await text(page, `engine-${input}`));
  for (const [fusion, expected] of [["sum", [1, 1]], ["product", [b, a]], ["concat", [1, 1]]]) {
    await page.getByTestId(`fusion-${fusion}`).click();
    await page.getByTestId("engine-verdict").filter({ hasText: "900 cells" }).waitFor({ timeout: 60_000 });
    const found = [await engine("a"), await engine("b")];
    found.forEach((value, idx) => assert.ok(Math.abs(value - expected[idx]) < 1e-2, `${fusion}: ${value} for ${expected[idx]}`));
  }
  assert.deepEqual(page.failures, []);
});

test("the chain of blocks, and the lab behind it", { timeout: 60_000 }, async () => {
  const page = await open("step=residual&w=5&n=2&lang=en");
  await says(page, "chain-plain", "0.25");
  await says(page, "chain-residual", "2.25");
  await slide(page, "chain-w", -10);
  await slide(page, "chain-n", 3);
  await says(page, "chain-residual", "0");
  assert.match(await text(page, "chain-plain"), /-1\s*$/);
  await page.getByTestId("block-projects").click();
  await says(page, "block", "8320 parameters"); // 64 · 128 + 128
  assert.match(await page.getByTestId("to-ablation").getAttribute("href"), /\/ablation\/\?template=homework-s/);
});

/** A number as the page writes it: `3.2·10⁻⁹` or `0.25`. */
function number_of(words) {
  const [first, power] = words.replaceAll("−", "-").split("·10");
  const digits = (power ?? "⁰").replaceAll("⁻", "-").replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹]/gu, (one) => "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(one));
  return Number(first) * 10 ** Number(digits);
}

/** The norms of a line, block by block, from what its points say. */
async function norms_of(page, line) {
  const titles = await page.getByTestId("norms").locator(`g[data-line="${line}"] title`).allTextContents();
  return titles.map((title, idx) => {
    assert.ok(title.startsWith(`Block ${idx + 1}: `), title);
    return number_of(title.split(": ")[1]);
  });
}

test("the gradients of a real stack are measured, plain and with the identity", { timeout: 180_000 }, async () => {
  const page = await open("step=residual&lang=en");
  const measure = async (seed) => {
    await page.getByTestId("stack-measure").click();
    await page.getByTestId("stack-facts").filter({ hasText: `seed ${seed},` }).waitFor({ timeout: 120_000 });
  };
  const compare = async () => {
    const factors = {};
    for (const line of ["plain", "residual"]) {
      const norms = await norms_of(page, line);
      assert.equal(norms.length, 20);
      assert.equal(await page.getByTestId("norms").locator(`g[data-line="${line}"] path`).count(), 1);
      assert.ok(norms.every((norm) => norm > 0), norms.join());
      const ratio = number_of((await page.getByTestId(`ratio-${line}`).innerText()).split("= ")[2]);
      const expected = norms[0] / norms[19];
      assert.ok(Math.abs(ratio / expected - 1) < 0.05, `${ratio} for ${expected}`);
      factors[line] = Math.max(ratio, 1 / ratio);
    }
    // The sentence says what the numbers say.
    const { plain, residual } = factors;
    const words = plain > 2 * residual ? "closer together" : residual > 2 * plain ? "apart:" : "about as far";
    assert.match(await text(page, "stack-verdict"), new RegExp(words));
    return factors;
  };
  await page.getByText("Nothing has been measured yet.").waitFor();
  await measure(0);
  const { plain, residual } = await compare();
  assert.ok(plain > 1e3 * residual, `${plain} and ${residual}`);
  assert.match(await text(page, "stack-facts"), /seed 0, without batch normalisation; one batch of 32 training images/);
  const before = await norms_of(page, "plain");
  await page.getByTestId("stack-seed").fill("7");
  await page.getByTestId("stack-seed").press("Tab");
  await page.getByTestId("stack-norm-batch").click();
  await measure(7);
  await compare();
  assert.match(await text(page, "stack-facts"), /seed 7, with batch normalisation/);
  assert.notDeepEqual(await norms_of(page, "plain"), before);
  // What was measured is still there after a visit to another step.
  await page.evaluate(() => document.querySelector('a[href*="step=shapes"]').click());
  await page.getByTestId("verdict-sum").waitFor();
  await page.evaluate(() => document.querySelector('a[href*="step=residual"]').click());
  await page.getByTestId("norms").waitFor();
  assert.deepEqual(page.failures, []);
});

test("CBAM's numbers multiply, and its costs are counted", { timeout: 60_000 }, async () => {
  const page = await open("step=attention&stage=2&cell=330&lang=en");
  await page.locator("image").first().waitFor({ state: "attached" });
  await says(page, "attention-reading", "Blur:");
  const lines = (await text(page, "attention-reading")).split("\n").filter((line) => line.includes(" = "));
  assert.equal(lines.length, 3);
  for (const line of lines) {
    const [value, channel, place, after] = line.split(":")[1].match(/[\d.]+/g).map(Number);
    assert.ok(Math.abs(value * channel * place - after) < 0.004 * Math.max(1, value), line);
  }
  await page.getByTestId("stage-0").click();
  const before = await text(page, "attention-reading");
  await slide(page, "attention-seed", 7);
  await page.waitForFunction((before) => document.querySelector('[data-testid="attention-reading"]').innerText.replaceAll("−", "-") !== before, before);
  const rows = await page.getByTestId("cbam-costs").locator("tbody tr").allInnerTexts();
  const cells = rows.map((row) => row.split("\t").map((cell) => Number(cell.replaceAll(/\s/g, ""))));
  assert.deepEqual(cells[0], [8, 0, 98, 4, 162]); // 2 · 8 · 4 + 98
  assert.deepEqual(cells.slice(2).map(([channels, , weights]) => [channels, weights]), [[32, 226], [64, 610], [128, 2146]]);
  assert.deepEqual(page.failures, []);
});

const answered = (page) => page.locator('[data-testid="status"][data-waits="false"]').first().waitFor({ timeout: 120_000 });

test("two maps of a network's layer are fused, and the link keeps them", { timeout: 180_000 }, async () => {
  const page = await open("step=three&cell=170&lang=en"); // row 5, column 10
  await page.getByTestId("maps-network").click();
  await answered(page);
  await says(page, "three-reading", /Row 5, column 10 of inception1\.branch5x5\.\d: this unit sees rows \d+ to \d+.*B's unit/);
  // Layers that fit are chosen at first: none of the fusions is refused.
  assert.equal(await page.getByTestId("fusion-costs").locator("code").count(), 0);
  await page.getByTestId("layer").selectOption("inception1.branch3x3.3");
  await page.getByTestId("layer-b").selectOption("inception1.branch3x3.3");
  await answered(page);
  const sheet = page.getByTestId("sheet");
  await sheet.click({ position: { x: 5, y: 5 } }); // the first map becomes A
  assert.equal(await page.getByTestId("map-a").inputValue(), "0");
  await page.getByTestId("sheet-keys").focus();
  const before = Number(await page.getByTestId("map-b").inputValue());
  await page.keyboard.press(before > 0 ? "ArrowLeft" : "ArrowRight"); // B is next
  assert.equal(await page.getByTestId("map-b").inputValue(), String(before > 0 ? before - 1 : 1));
  await page.getByTestId("map-a").fill("3");
  await page.getByTestId("map-a").press("Tab");
  await page.waitForURL(/channels=3-\d+/);
  const [a, b] = await inputs(page);
  const result = async (id) => Number((await text(page, id)).split("= ")[1]);
  assert.ok(Math.abs((await result("line-sum")) - (a + b)) < 2e-4);
  assert.ok(Math.abs((await result("line-product")) - a * b) < 1e-3 * Math.max(1, Math.abs(a), Math.abs(b)));
  const address = page.url();
  assert.match(address, /layer=inception1\.branch3x3\.3/);
  const lines = await text(page, "three-reading");
  await page.reload();
  await answered(page);
  assert.equal(await text(page, "three-reading"), lines);
  // The same maps have slopes in the third step.
  await page.evaluate(() => document.querySelector('a[href*="step=gradients"]').click());
  await page.getByTestId("fusion-sum").click();
  assert.match(await page.getByTestId("gradients").innerHTML(), /A: map 3/);
  assert.deepEqual(page.failures, []);
});

test("CBAM of a real network: gates untrained, half-way and trained", { timeout: 180_000 }, async () => {
  const page = await open("step=attention&lang=en");
  await page.getByTestId("attention-network").click();
  await answered(page);
  // The bars would give the answer away.
  assert.equal(await page.getByTestId("gates-0").count(), 0);
  await page.getByTestId("question-untrained-gates").getByRole("button", { name: "¼" }).click();
  await says(page, "gates-reading", /Untrained, seed 1, channel 0: .*Recorded, half-way, channel 0: .*Recorded, channel 0: /s);
  // An untrained gate stands near ½, whatever the channel.
  const label = await page.locator('[data-testid="gates-keys"] svg').getAttribute("aria-label");
  const [least, most] = label.match(/Untrained, seed 1: channel gates from ([\d.]+) to ([\d.]+)/).slice(1).map(Number);
  assert.ok(least > 0.4 && most < 0.6, label);
  const trained = label.match(/ Recorded: channel gates from ([\d.]+) to ([\d.]+)/).slice(1).map(Number);
  assert.ok(trained[1] - trained[0] > most - least, label);
  await page.getByTestId("gates-keys").focus();
  await page.keyboard.press("ArrowRight");
  await says(page, "gates-reading", /Recorded, channel 1: /);
  await page.waitForURL(/channel=1/);
  const [value, channel, place, after] = (await text(page, "cell-worked")).split("place gate: ")[1].match(/[\d.]+/g).map(Number);
  assert.ok(Math.abs(value * channel * place - after) < 3e-4 * Math.max(1, value), `${value} · ${channel} · ${place} = ${after}`);
  assert.equal(await page.getByTestId("before-after").locator("image").count(), 12);
  // What is worked out is drawn, and framed.
  assert.equal(await page.getByTestId("before-after").locator(".fusion__chosen").count(), 1);
  assert.match(await page.getByTestId("before-after").innerHTML(), /#1 · /);
  await page.getByTestId("row-0").click();
  await page.getByTestId("order-gate").click();
  await page.getByTestId("which-cbam2").click();
  await answered(page);
  await page.waitForURL(/gates=cbam2/);
  await page.getByTestId("network").selectOption("inception-s-residual-cbam"); // nothing is recorded of it
  await answered(page);
  assert.equal(await page.getByTestId("gates-1").count(), 0);
  await says(page, "gates-reading", /Untrained, seed 1, channel 1: /);
  assert.deepEqual(page.failures, []);
});

test("fusions and blocks are written as code", { timeout: 60_000 }, async () => {
  const page = await open("step=three&lang=en");
  await page.getByTestId("code-product").click();
  await page.getByTestId("code-pytorch").click();
  await says(page, "code-text", /\* /);
  await page.getByTestId("code-concat").click();
  await says(page, "code-text", /torch\.cat/);
  await page.goto(`${world.site.address}/fusion/?step=residual&block=projects&lang=en`);
  await page.getByTestId("code-pytorch").click();
  await says(page, "code-text", /block.projection|projection/);
  assert.deepEqual(page.failures, []);
});

test("a phone shows real maps and gates without scrolling sideways", { timeout: 120_000 }, async () => {
  for (const query of ["step=three&maps=network", "step=gradients&maps=network", "step=attention&attention=network"]) {
    const page = await open(`${query}&lang=zh`);
    await page.setViewportSize({ width: 390, height: 844 });
    await answered(page);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 390, `${query}: ${wide}`);
    assert.deepEqual(page.failures, []);
    await page.close();
  }
});

test("predictions fill in the table", { timeout: 60_000 }, async () => {
  const page = await open("step=summary&lang=en");
  await says(page, "n-open", "0 of 6");
  await page.getByTestId("question-sum-shape").getByRole("button", { name: "Concat" }).click();
  await page.getByTestId("question-sum-gradient").getByRole("button", { name: "Sum" }).click();
  await page.getByText("Not quite").waitFor();
  await says(page, "n-open", "2 of 6");
  await says(page, "summary-table", "the other map");
  assert.deepEqual(page.failures, []);
});
