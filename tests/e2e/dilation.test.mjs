// The lesson on dilation as a learner uses it: the rate by keyboard, a stack with rates of one's own, a question, its code.
import assert from "node:assert/strict";
import { test } from "node:test";
import { around_tests } from "./support.mjs";

const world = around_tests();

async function open(query) {
  const page = await world.browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  page.failures = [];
  page.on("pageerror", (error) => page.failures.push(error.message));
  await page.goto(`${world.site.address}/dilation/?${query}`);
  await page.getByTestId("step").waitFor();
  return page;
}

test("the rate follows the arrow keys, the sum follows the rate, and the link holds it", { timeout: 60_000 }, async () => {
  const page = await open("step=holes&d=2&lang=en");
  const words = page.getByTestId("step");
  await words.getByText("2·(3−1)+1=5").first().waitFor();
  await page.getByTestId("rate").focus();
  await page.keyboard.press("ArrowRight");
  await words.getByText("3·(3−1)+1=7").first().waitFor();
  await page.keyboard.press("End");
  await words.getByText("8·(3−1)+1=17").first().waitFor();
  await page.waitForURL(/[?&]d=8(&|$)/);
  await page.reload();
  await words.getByText("8·(3−1)+1=17").first().waitFor();
  assert.deepEqual(page.failures, []);
});

test("a stack of one's own rates reads the pixels that can be counted by hand", { timeout: 60_000 }, async () => {
  const page = await open("step=stack&lang=en");
  const reading = page.getByTestId("sampling");
  // 2-2-2: 1 + 2·(2 + 2 + 2) = 13; sums of three of −2, 0, 2 are −6, −4 … 6: 7 of 13 in a row, 7·7 / 13² = 29.0 %.
  await page.getByRole("button", { name: "2-2-2" }).click();
  assert.equal(await reading.innerText(), "Field 13 × 13; 49 of 169 pixels are read: 29.0 %.");
  // 2-4-4, by keyboard: 1 + 2·(2 + 4 + 4) = 21; −10, −8 … 10: 11 of 21 in a row, 11·11 / 21² = 27.4 %.
  for (const layer of [2, 3]) {
    await page.getByTestId(`rate-${layer}`).focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
  }
  assert.equal(await reading.innerText(), "Field 21 × 21; 121 of 441 pixels are read: 27.4 %.");
  await page.waitForURL(/rates=2-4-4/);
  assert.deepEqual(page.failures, []);
});

test("the question of the stack is another one for other rates", { timeout: 60_000 }, async () => {
  const page = await open("step=stack&rates=2-2-2&lang=en");
  const question = page.getByTestId("question-row");
  await question.getByRole("spinbutton").fill("13");
  await question.getByRole("button", { name: "Reveal" }).click();
  await question.getByText("Not quite. You said 13; it is 7.").waitFor();
  await page.getByRole("button", { name: "1-2-5" }).click();
  assert.equal(await question.getByRole("status").count(), 0);
  await question.getByRole("spinbutton").fill("17"); // 1 + 2·(1 + 2 + 5), and no hole
  await page.keyboard.press("Enter");
  await question.getByText("Right: 17.").waitFor();
  assert.deepEqual(page.failures, []);
});

test("the stack is written as code, with its rates", { timeout: 60_000 }, async () => {
  const page = await open("step=stack&rates=1-2-5&lang=en");
  await page.getByTestId("code-pytorch").click();
  const text = page.getByTestId("code-text");
  assert.match(await text.innerText(), /conv3 = nn\.Conv2d\(16, 16, kernel_size=3, padding=5, dilation=5\)/);
  await page.getByRole("button", { name: "2-2-2" }).click();
  await text.filter({ hasText: "padding=2, dilation=2" }).waitFor();
  assert.doesNotMatch(await text.innerText(), /dilation=5/);
  await page.getByTestId("code-pytorch").click();
  assert.equal(await text.count(), 0);
  assert.deepEqual(page.failures, []);
});
