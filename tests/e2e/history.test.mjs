// The lesson on the famous networks: the timeline by keyboard, the card with sources, the address, a question.
import assert from "node:assert/strict";
import { test } from "node:test";
import { around_tests } from "./support.mjs";

const world = around_tests();

test("the arrow keys choose a network, its card names sources, and the link holds it", { timeout: 60_000 }, async () => {
  const page = await world.browser.newPage();
  await page.goto(`${world.site.address}/history/?lang=en`);
  const rows = page.getByRole("radio");
  await rows.first().waitFor();
  assert.equal(await rows.count(), 9);
  await page.locator("#history-googlenet").focus();
  await page.keyboard.press("ArrowUp");
  assert.equal(await page.evaluate(() => document.activeElement.id), "history-vgg16");
  const card = page.getByTestId("history-card");
  await card.getByRole("heading", { name: "VGG-16" }).waitFor();
  const words = await card.innerText();
  for (const part of ["138 M", "212 pixels", "16 layers", "71.5 % top-1", "Simonyan", "TF-Slim"]) {
    assert.ok(words.includes(part), `${part} in ${words}`);
  }
  await page.reload();
  await card.getByRole("heading", { name: "VGG-16" }).waitFor();
});

test("a question is answered from the table", { timeout: 60_000 }, async () => {
  const page = await world.browser.newPage();
  await page.goto(`${world.site.address}/history/?step=timeline&lang=en`);
  const question = page.getByTestId("question-vgg-googlenet");
  await question.getByRole("spinbutton").fill("20"); // 138,357,544 / 6,998,552 = 19.8
  await question.getByRole("button", { name: "Reveal" }).click();
  assert.match(await question.innerText(), /Right: 20/);
});
