// The lesson on the Inception module as a learner uses it: playing, widths, breaking and mending, maps, variants.
import assert from "node:assert/strict";
import { test } from "node:test";
import { around_tests } from "./support.mjs";

const world = around_tests();

async function open(query, { motion = "reduce", width = 1280 } = {}) {
  const page = await world.browser.newPage({ viewport: { width, height: 900 }, reducedMotion: motion });
  page.failures = [];
  page.on("pageerror", (error) => page.failures.push(error.message));
  await page.goto(`${world.site.address}/inception/?${query}`);
  await page.getByTestId("step").waitFor();
  return page;
}

const plain = (text) => text.replaceAll(/[\u202f\u2009\u00a0]/g, " ");
const text = async (page, id) => plain(await page.getByTestId(id).innerText());

test("the module plays by itself, and can be paused, stepped and scrubbed", { timeout: 60_000 }, async () => {
  const page = await open("step=module&lang=en", { motion: "no-preference" });
  await page.getByTestId("stage").filter({ hasText: "nothing is divided" }).waitFor();
  await page.getByTestId("play").click();
  const paused = await text(page, "stage");
  await page.waitForTimeout(2500);
  assert.equal(await text(page, "stage"), paused);
  await page.getByRole("slider", { name: "Position" }).fill("0");
  await page.getByTestId("stage").filter({ hasText: "layers below" }).waitFor();
  for (let step = 0; step < 5; step += 1) await page.getByTestId("forth").click();
  await page.getByTestId("stage").filter({ hasText: "joins them" }).waitFor();
  assert.ok(await page.getByTestId("forth").isDisabled());
  assert.deepEqual(page.failures, []);
});

test("the keyboard follows one branch, whose numbers are read out", { timeout: 60_000 }, async () => {
  const page = await open("step=module&lang=en");
  // 136,704 weights and 368 biases
  assert.match(await text(page, "reading"), /From 64×8×8 to 256×8×8: 137 072 parameters/);
  const question = page.getByTestId("question-channels");
  await question.getByText("halved, from 96 to 48 channels").waitFor();
  await question.getByRole("spinbutton").fill("256"); // 64 + 128 + 32 + 32, whatever the reduction
  await question.getByRole("button", { name: "Reveal" }).click();
  await question.getByText("Right: 256.").waitFor();
  await page.getByTestId("branch-2").focus();
  // 64·96 + 96 + 96·128·9 + 128 = 6,240 + 110,720
  assert.match(await text(page, "reading"), /3×3 branch: 1×1 · 96 → 3×3 · 128\. It gives 128×8×8, has 116 960 parameters/);
  await page.keyboard.press("Enter");
  await page.getByTestId("play").focus();
  assert.match(await text(page, "reading"), /3×3 branch/);
  assert.equal(await page.getByTestId("branch-2").getAttribute("aria-pressed"), "true");
  assert.match(await page.getByTestId("branch-1").getAttribute("class"), /module__branch--dim/);
  await page.getByTestId("branch-2").press(" ");
  await page.getByTestId("play").focus();
  assert.match(await text(page, "reading"), /^From 64×8×8/);
  assert.deepEqual(page.failures, []);
});

test("a pointer follows a branch without gaps, and its numbers are in sight", { timeout: 60_000 }, async () => {
  const page = await open("step=module&lang=en");
  const boxes = page.getByTestId("branch-2").locator(".module__box");
  const [low, high] = [await boxes.first().boundingBox(), await boxes.last().boundingBox()];
  const between = (high.y + high.height + low.y) / 2;
  assert.ok(between > high.y + high.height && between < low.y);
  // Beside the arrow, and in the column's margin below the lower box.
  for (const [x, y] of [[low.x + 10, low.y + 10], [low.x + 10, between], [low.x + 10, high.y + 10], [low.x + low.width - 4, low.y + low.height + 8]]) {
    await page.mouse.move(x, y);
    assert.match(await text(page, "reading"), /^3×3 branch/, `(${x}, ${y})`);
  }
  const reading = await page.getByTestId("reading").boundingBox();
  assert.ok(reading.y + reading.height <= 900, `ends at ${reading.y + reading.height}`);
  await page.mouse.move(20, 20);
  assert.match(await text(page, "reading"), /^From 64×8×8/);
  assert.deepEqual(page.failures, []);
});

test("module 3a is the worked example, and sliders change the sums", { timeout: 60_000 }, async () => {
  const page = await open("step=widths&lang=en");
  await page.getByTestId("preset-3a").click();
  assert.equal(await text(page, "sum-with"), "192·64 + 192·96 + 96·128·9 + 192·16 + 16·32·25 + 192·32 = 163 328");
  assert.equal(await text(page, "sum-without"), "192·64 + 192·128·9 + 192·32·25 = 387 072");
  assert.match(await text(page, "verdict"), /2\.37 times fewer/);
  assert.match(await page.getByTestId("costs").getAttribute("aria-label"), /416 output channels/); // 64 + 128 + 32 + 192
  const question = page.getByTestId("question-naive");
  await question.getByRole("spinbutton").fill("256");
  await question.getByRole("button", { name: "Reveal" }).click();
  await question.getByText("Not quite. You said 256; it is 640.").waitFor(); // 416 + 64 + 128 + 32
  await page.getByTestId("width-2").press("ArrowRight"); // the 3×3: 128 → 136
  // 12,288 + 18,432 + 96·136·9 + 3,072 + 12,800 + 6,144
  assert.match(await text(page, "sum-with"), /96·136·9 .* = 170 240$/);
  await page.waitForURL(/module=64-96-136-16-32-32-192-28/);
  await page.reload();
  await page.getByTestId("sum-with").filter({ hasText: "96·136·9" }).waitFor();
  assert.deepEqual(page.failures, []);
});

test("on the tutorial's 64 channels the reductions cost more than they save", { timeout: 60_000 }, async () => {
  const page = await open("step=widths&lang=en");
  // 4,096 + 6,144 + 110,592 + 1,024 + 12,800 + 2,048 against 4,096 + 73,728 + 51,200
  assert.match(await text(page, "sum-with"), /= 136 704$/);
  assert.match(await text(page, "sum-without"), /= 129 024$/);
  assert.match(await text(page, "break-even"), /up to 60 channels \(now 96\)/);
  const question = page.getByTestId("question-cheaper");
  await question.getByText("reads the 256 channels").waitFor();
  await question.getByRole("button", { name: "Without them" }).click();
  await question.getByText("Not quite. You said Without them; it is With the 1×1 convolutions.").waitFor();
  // 256·(64 + 96 + 16 + 32) + 110,592 + 12,800 against 256·64 + 256·128·9 + 256·32·25
  assert.match(plain(await question.innerText()), /176 640 with them, 516 096 without/);
});

test("a broken branch is refused by name, mended with one click, and undone", { timeout: 60_000 }, async () => {
  const page = await open("step=lining-up&lang=en");
  const state = () => page.getByTestId("concat").getAttribute("data-state");
  assert.equal(await state(), "right");
  await page.getByTestId("window-2-2").selectOption("0"); // the padding of the 5×5
  assert.equal(await state(), "refuses");
  assert.match(await text(page, "concat"), /The concat refuses\. The 5×5 branch gives 4×4, not 8×8\./); // 8 − 5 + 1
  assert.match(await text(page, "cures"), /5×5 branch: take 5×5, stride 1, padding 2\./);
  await page.getByTestId("mend").click();
  assert.equal(await state(), "right");
  await page.getByTestId("undo").click();
  assert.equal(await state(), "refuses");
  await page.getByTestId("undo").click();
  assert.equal(await state(), "right");
  assert.ok(await page.getByTestId("undo").isDisabled());
  await page.getByTestId("break-4").click();
  assert.equal(await state(), "warns");
  assert.match(await text(page, "concat"), /256×4×4\. But the 3×3 branch looks 0\.5 cells beside/);
  assert.match(await text(page, "cures"), /3×3 branch: take 3×3, stride 2, padding 1\./);
  await page.getByTestId("break-5").click();
  assert.match(await text(page, "concat"), /by accident/);
  await page.reload();
  assert.match(await text(page, "concat"), /by accident/);
  // No pooling can be padded by more than half its window: 3 allows 1.
  const paddings = await page.getByTestId("window-3-2").locator("option").allInnerTexts();
  assert.deepEqual(paddings, ["0", "1"]);
  assert.deepEqual(page.failures, []);
});

/** Waits for the large map; the unit is the one where that map is largest. */
async function opened_at_peak(page) {
  await page.getByTestId("map-reading").filter({ hasText: /largest at/ }).waitFor({ timeout: 120_000 });
  const [, row, col, most, value] = (await text(page, "map-reading")).match(/largest at \((\d+), (\d+)\), ([\d.]+)\. At the chosen unit it says ([\d.]+);/);
  assert.equal(value, most);
  assert.match(await text(page, "scales-reading"), new RegExp(`Unit \\(${row}, ${col}\\) of`));
  return [Number(row), Number(col)];
}

test("the branches' fields follow the keys, and the engine computes their maps", { timeout: 180_000 }, async () => {
  const page = await open("step=scales&source=tutorial&lang=en");
  // The stem sees 11 pixels with jump 4; (3 − 1)·4 and (5 − 1)·4 more.
  assert.match(await text(page, "scales-reading"), /Unit \(\d, \d\) of 8 × 8\. It sees 11 pixels .* 19 .* 27 .* 19 /);
  const [row, col] = await opened_at_peak(page);
  const [key, beside] = col > 0 ? ["ArrowLeft", col - 1] : ["ArrowRight", 1];
  await page.getByTestId("scales").press(key);
  assert.match(await text(page, "scales-reading"), new RegExp(`Unit \\(${row}, ${beside}\\)`));
  for (const branch of [1, 2, 3, 4]) {
    await page.getByTestId(`maps-${branch}`).locator("image").nth(3).waitFor({ state: "attached", timeout: 120_000 });
  }
  const first = await page.getByTestId("maps-2").locator("image").first().getAttribute("href");
  await page.getByTestId("redraw").click();
  await page.waitForFunction(
    ([before]) => {
      const image = document.querySelector('[data-testid="maps-2"] image');
      return image && image.getAttribute("href") !== before;
    },
    [first],
    { timeout: 120_000 },
  );
  const question = page.getByTestId("question-largest");
  await question.getByRole("spinbutton").fill("59"); // 11 + 3·16
  await question.getByRole("button", { name: "Reveal" }).click();
  await question.getByText("Right: 59.").waitFor();
  await page.getByTestId("mixed-googlenet").click();
  assert.match(await page.getByTestId("mixed").getAttribute("aria-label"), /inception5b: 75 to 715/);
  assert.deepEqual(page.failures, []);
});

test("trained branches are seen at once", { timeout: 180_000 }, async () => {
  const page = await open("step=scales&lang=en");
  await page.getByTestId("scales-weights").filter({ hasText: /^Recorded, not trained on this machine: seed 1, 20 epochs/ }).waitFor({ timeout: 60_000 });
  // A stem of 3 and a pooling of 3 see 5 pixels with jump 2; (3 − 1)·2 and (5 − 1)·2 more.
  assert.match(await text(page, "scales-reading"), /Unit \(\d+, \d+\) of 16 × 16\. It sees 5 pixels .* 9 .* 13 .* 9 /);
  await opened_at_peak(page);
  for (const branch of [1, 2, 3, 4]) {
    await page.getByTestId(`maps-${branch}`).locator("image").nth(3).waitFor({ state: "attached", timeout: 120_000 });
  }
  await page.getByTestId("step").getByRole("button", { name: "Tutorial, 8×8" }).click();
  await page.waitForURL(/source=tutorial/);
  await page.getByTestId("redraw").waitFor();
  assert.deepEqual(page.failures, []);
});

test("each variant shows its costs and opens in the lab", { timeout: 120_000 }, async () => {
  const page = await open("step=variants&lang=en");
  await page.getByTestId("costs-open").locator("summary").click();
  const costs = await text(page, "variant-costs");
  assert.match(costs, /137 072\s+138 128/); // 13,824 weights for 12,800, and 32 biases
  const question = page.getByTestId("question-fewer");
  await question.getByRole("button", { name: "After", exact: true }).click();
  await question.getByText("Not quite. You said After; it is Before.").waitFor();
  await page.getByTestId("idea-lines").click();
  await page.getByTestId("variant-costs").filter({ hasText: "13×13" }).waitFor(); // 1 + 2·6
  await page.getByTestId("idea-residual").click();
  await page.getByTestId("lab-after").click();
  await page.waitForURL(/\/lab\/\?(.*&)?spec=/);
  await page.getByText("The lab trains the network that the link brings").waitFor();
  assert.deepEqual(page.failures, []);
});

test("on a phone the figure stays in sight and nothing is wider than the window", { timeout: 120_000 }, async () => {
  for (const step of ["module", "widths", "lining-up", "scales", "variants"]) {
    const page = await open(`step=${step}&lang=zh`, { width: 390 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    assert.ok(overflow <= 0, `${step}: ${overflow} pixels too wide`);
    const figure = page.locator("figure.lesson-figure").first();
    for (const kind of ["SVG", "PNG"]) assert.ok(await figure.getByText(kind, { exact: true }).isVisible(), step);
    assert.ok(await figure.locator(".figure__aid").isVisible(), step);
    const seen = await page.evaluate(async () => {
      const picture = document.querySelector(".lesson-page__figure .lesson-figure__picture > :first-child");
      const sizes = [...picture.querySelectorAll("text")].filter((text) => text.getBoundingClientRect().height > 0)
        .map((text) => parseFloat(getComputedStyle(text).fontSize) * text.getScreenCTM().a);
      const cut = [...document.querySelectorAll(".lesson-page__figure p")].filter((p) => p.scrollHeight > p.clientHeight + 1).length;
      window.scrollTo(0, 700);
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
      const place = picture.getBoundingClientRect();
      return { top: place.top, height: place.height, smallest: Math.min(...sizes), cut };
    });
    assert.equal(seen.top, 0, `${step}: the picture leaves`);
    assert.ok(seen.height <= 900 * 0.45 + 2, `${step}: the picture is ${seen.height} pixels high`);
    assert.ok(seen.smallest >= 9.9, `${step}: words of ${seen.smallest} pixels`);
    assert.equal(seen.cut, 0, `${step}: a reading is cut`);
    assert.deepEqual(page.failures, []);
    await page.close();
  }
});

test("a file that is no image is refused in the language of the page", { timeout: 60_000 }, async () => {
  for (const [lang, says] of [["en", /no image that the browser can read.*PNG/], ["zh", /浏览器读不出这个文件里的图像。.*PNG/]]) {
    const page = await open(`step=scales&lang=${lang}`);
    await page.getByTestId("own-image").setInputFiles({ name: "picture.png", mimeType: "image/png", buffer: Buffer.from("no picture") });
    await page.getByTestId("bad-image").waitFor();
    const said = await text(page, "bad-image");
    assert.match(said, says);
    assert.doesNotMatch(said, /Error|。。/);
    await page.close();
  }
});
