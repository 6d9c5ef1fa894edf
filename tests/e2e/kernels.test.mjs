// The lesson on kernels as a learner uses it: by player, pointer and keyboard, with a kernel of one's own, questions, and the family.
import assert from "node:assert/strict";
import { test } from "node:test";
import { around_tests } from "./support.mjs";

const world = around_tests();

async function open(query, motion = "reduce") {
  const page = await world.browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: motion });
  page.failures = [];
  page.on("pageerror", (error) => page.failures.push(error.message));
  await page.goto(`${world.site.address}/kernels/?${query}`);
  await page.getByTestId("step").waitFor();
  return page;
}

const text = (page, id) => page.getByTestId(id).innerText();
const says = (page, id, pattern) => page.getByTestId(id).filter({ hasText: pattern }).waitFor();

/** The terms `value·weight` of the sum that is written out, and the sum itself. */
async function sum_line(page) {
  const line = (await text(page, "products")).replaceAll("−", "-");
  const terms = [...line.matchAll(/(\(-?[\d.]+\)|[\d.]+)·(\(-?[\d.]+\)|[\d.]+)/g)];
  const number = (word) => Number(word.replace(/[()]/g, ""));
  const sum = Number(/= (-?[\d.]+)/.exec(line)[1]);
  return { products: terms.map(([, value, weight]) => number(value) * number(weight)), weights: terms.map(([, , weight]) => number(weight)), sum };
}

test("nine products add up to the output cell, stepped, by keyboard and by pointer", { timeout: 60_000 }, async () => {
  const page = await open("step=slide&cell=330&kernel=sobel-x&lang=en");
  await says(page, "products", /Row 10, column 10:.*=/s);
  const { products, weights, sum } = await sum_line(page);
  assert.deepEqual(weights, [-1, 0, 1, -2, 0, 2, -1, 0, 1]);
  assert.equal(products.reduce((all, one) => all + one, 0), sum);
  await page.getByTestId("forth").click();
  await says(page, "products", "Row 10, column 11:");
  await page.getByTestId("slide").focus();
  await page.keyboard.press("ArrowDown");
  await says(page, "products", "Row 11, column 11:");
  await page.keyboard.press("Home");
  // In the corner a row and a column of the kernel lie in the padding: 3 + 3 − 1.
  await says(page, "products", /Row 0, column 0:.*5 of the nine taps lie in the padding/s);
  const box = await page.getByTestId("slide-output").boundingBox();
  await page.mouse.click(box.x + (box.width * 20.5) / 32, box.y + (box.height * 5.5) / 32);
  await says(page, "products", "Row 5, column 20:");
  assert.match(page.url(), /cell=180/); // 5 · 32 + 20
  assert.deepEqual(page.failures, []);
});

test("it plays by itself, and pauses", { timeout: 60_000 }, async () => {
  const page = await open("step=slide&lang=en", "no-preference");
  const first = await text(page, "products");
  await page.waitForFunction((first) => document.querySelector('[data-testid="products"]').innerText !== first, first);
  await page.getByTestId("play").click();
  await page.getByTestId("play").filter({ hasText: "Play" }).waitFor();
});

test("a kernel of one's own is typed, refused, kept, undone, and asked about", { timeout: 60_000 }, async () => {
  const page = await open("step=slide&cell=330&kernel=laplacian&lang=en");
  await page.getByTestId("weight-4").fill("5x");
  await says(page, "bad-weights", "Row 2, column 2: “5x” is not a weight");
  assert.equal(await page.getByTestId("weight-4").inputValue(), "5x");
  assert.equal((await sum_line(page)).weights[4], -4);
  await page.getByTestId("weight-4").fill("-1/2");
  await page.getByTestId("kernel-own").waitFor();
  assert.equal((await sum_line(page)).weights[4], -0.5);
  await page.waitForURL(/kernel=0,1,0,1,-0.5,1,0,1,0/);
  const question = page.getByTestId("question-flat");
  await question.getByRole("spinbutton").fill("350");
  await question.getByRole("button", { name: "Reveal" }).click();
  await question.getByText("Right: 350.").waitFor(); // (4 − 0.5) · 100
  await page.getByTestId("undo").click();
  await page.getByTestId("undo").click();
  await page.getByTestId("kernel-laplacian").and(page.locator('[aria-pressed="true"]')).waitFor();
  assert.deepEqual(page.failures, []);
});

test("the size of the map follows its formula", { timeout: 60_000 }, async () => {
  const page = await open("step=map&lang=en");
  await page.getByTestId("stride-2").click();
  await page.getByTestId("dilation-3").click();
  await page.getByTestId("padding-2").click();
  // ⌊(32 + 4 − 3·2 − 1) / 2⌋ + 1 = ⌊14.5⌋ + 1 = 15
  await says(page, "map-reading", "Map: 15 × 15 cells");
  await page.getByTestId("map").focus();
  await page.keyboard.press("End");
  await says(page, "map-reading", "Row 14, column 14:");
  const question = page.getByTestId("question-size");
  await question.getByRole("spinbutton").fill("10");
  await question.getByRole("button", { name: "Reveal" }).click();
  await question.getByText("Right: 10.").waitFor(); // stride 3: ⌊29 / 3⌋ + 1
});

test("three channels add up to one", { timeout: 60_000 }, async () => {
  const page = await open("step=channels&cell=330&lang=en");
  await page.getByTestId("mode-1x1").click();
  await says(page, "channel-sum", "=");
  const line = (await text(page, "channel-sum")).replaceAll("−", "-").replaceAll(/[()]/g, "");
  const [terms, sum] = line.replace("All three: ", "").split(" = ");
  assert.equal(terms.split(" + ").reduce((all, one) => all + Number(one), 0), Number(sum));
  assert.match(await text(page, "channel-weights"), /3 · 3 · 64 · 64 = 36.864/u);
});

test("the family counts what is counted by hand, and trains in the lab", { timeout: 60_000 }, async () => {
  const page = await open("step=family&lang=en");
  const numbers = async (member) => {
    await page.getByTestId(`member-${member}`).click();
    const cost = (line) => Number(line.split("=").at(-1).replaceAll(/\s/g, ""));
    return [cost(await text(page, "member-weights")), cost(await text(page, "member-macs"))];
  };
  assert.deepEqual(await numbers("standard"), [36_864, 37_748_736]); // 9 · 64 · 64, times 32²
  assert.deepEqual(await numbers("grouped"), [9_216, 9_437_184]); // g = 4: a quarter
  assert.deepEqual(await numbers("separable"), [4_672, 4_784_128]); // 9 · 64 + 64 · 64
  assert.deepEqual(await numbers("ghost"), [18_720, 19_169_280]); // 9 · 64 · 32 + 9 · 32
  assert.deepEqual(await numbers("ghost-pointwise"), [2_336, 2_392_064]); // 64 · 32 + 9 · 32
  assert.deepEqual(await numbers("deformable"), [47_232, 48_365_568]); // + 9 · 64 · 18
  await page.getByTestId("not-in-lab").waitFor();
  await page.getByTestId("member-transposed").click();
  assert.match(await text(page, "up-size"), /\(32 − 1\)·2 − 2·1 \+ 1·\(3 − 1\) \+ 1 \+ 1 = 64/);
  await page.getByTestId("member-separable").click();
  await page.getByTestId("to-lab").click();
  await page.waitForURL(/\/lab\/\?(.*&)?spec=/);
  await page.getByText("The lab trains the network that the link brings").waitFor();
  assert.deepEqual(page.failures, []);
});

test("the kernels of a drawn network are shown, and one slides over the image", { timeout: 120_000 }, async () => {
  const page = await open("step=learned&lang=en");
  await page.getByTestId("nothing-trained").waitFor();
  await page.getByTestId("learned-7").click({ timeout: 60_000 }); // dilated-s has 8 kernels
  await page.getByTestId("use-kernel").click();
  await page.waitForURL(/step=slide/);
  await page.getByTestId("kernel-own").waitFor();
  assert.equal((await sum_line(page)).weights.length, 9);
  assert.deepEqual(page.failures, []);
});

test("the kernels of a network that was trained in this tab are in the list", { timeout: 180_000 }, async () => {
  const page = await world.browser.newPage({ reducedMotion: "reduce" });
  const query = "variant=dilated-s&data=scales&images=100&test_images=10&epochs=1&batch=50&seed=5&engine=cpu&start=1&lang=en";
  await page.goto(`${world.site.address}/lab/?${query}`);
  await page.getByTestId("run-state").first().filter({ hasText: "finished" }).waitFor({ timeout: 120_000 });
  // The way of a learner, without loading the page again.
  await page.evaluate(() => document.querySelector('header a[href*="/kernels/"]').click());
  await page.getByTestId("slide").waitFor();
  await page.evaluate(() => document.querySelector('a[href*="step=learned"]').click());
  await page.getByTestId("learned").waitFor({ timeout: 60_000 });
  const options = await page.getByTestId("learned-network").locator("option").allInnerTexts();
  assert.match(options[0], /trained, seed 5: [\d.]+ % right/);
  assert.equal(await page.getByTestId("nothing-trained").count(), 0);
  await page.getByText("2 steps of training").waitFor(); // 100 images in batches of 50
  await page.getByTestId("own-map").waitFor();
});

test("a figure of several pictures is saved with all of them, inside its own edges", { timeout: 60_000 }, async () => {
  const page = await open("step=learned&lang=en");
  await page.getByTestId("own-map").waitFor();
  const figure = page.locator("figure.lesson-figure").first();
  const waited = page.waitForEvent("download");
  await figure.getByRole("button", { name: /SVG/ }).click();
  const saved = await (await waited).createReadStream();
  let text = "";
  for await (const chunk of saved) text += chunk;
  const found = await page.evaluate((text) => {
    const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    const number = (element, name) => Number(element.getAttribute(name));
    const inside = [...root.children].every(
      (child) =>
        number(child, "x") >= 0 &&
        number(child, "y") >= 0 &&
        number(child, "x") + number(child, "width") <= number(root, "width") + 0.5 &&
        number(child, "y") + number(child, "height") <= number(root, "height") + 0.5,
    );
    return { root: root.tagName, children: [...root.children].map((child) => child.tagName), inside };
  }, text);
  // The kernels, and the map that the chosen one makes of the image.
  assert.deepEqual(found, { root: "svg", children: ["svg", "image"], inside: true });
  assert.deepEqual(page.failures, []);
  await page.close();
});

test("the network around a kind of convolution is written as code", { timeout: 60_000 }, async () => {
  const page = await open("step=family&member=grouped&lang=en");
  await page.getByTestId("code-pytorch").click();
  await page.getByTestId("code-text").filter({ hasText: /groups=/ }).waitFor();
  assert.deepEqual(page.failures, []);
  await page.close();
});
