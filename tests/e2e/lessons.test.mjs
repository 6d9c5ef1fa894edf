// The receptive-field lesson as a learner uses it: by pointer, by keyboard, with questions, an editor and a saved figure.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { around_tests } from "./support.mjs";

const world = around_tests();

async function open(query) {
  const page = await world.browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  page.failures = [];
  page.on("pageerror", (error) => page.failures.push(error.message));
  await page.goto(`${world.site.address}/receptive-field/?${query}`);
  await page.getByTestId("stack").waitFor();
  return page;
}

const reading = (page) => page.getByTestId("reading").innerText();

test("the keyboard moves the unit, and the reading follows", { timeout: 60_000 }, async () => {
  const page = await open("step=image&net=dilated&lang=en");
  await page.getByTestId("stack").focus();
  // The middle of conv3's 8 × 8 units is (4, 4): first row −9 + 4·4 = 7, last 7 + 21 = 28.
  assert.match(await reading(page), /Unit \(4, 4\) of conv3: a field of 22 × 22 pixels, rows 7 to 28, columns 7 to 28/);
  await page.keyboard.press("ArrowUp");
  assert.match(await reading(page), /Unit \(3, 4\) of conv3: .* rows 3 to 24, columns 7 to 28/);
  await page.keyboard.press("PageDown");
  assert.match(await reading(page), /of pool2: a field of 14 × 14/);
  assert.deepEqual(page.failures, []);
});

test("pointing at a pixel lights the units that it reaches", { timeout: 60_000 }, async () => {
  const page = await open("step=image&net=dilated&lang=en");
  const box = await page.getByTestId("stack").boundingBox();
  await page.mouse.move(box.x + box.width * 0.45, box.y + box.height * 0.93);
  await page.getByTestId("reading").filter({ hasText: /Pixel \(\d+, \d+\): in conv3, \d+ of the units depend on it/ }).waitFor();
  assert.deepEqual(page.failures, []);
});

test("a prediction is revealed, and remembered after a reload", { timeout: 60_000 }, async () => {
  const page = await open("step=unit&lang=en");
  const question = page.getByTestId("question-three-3x3");
  await question.getByRole("spinbutton").fill("9");
  await question.getByRole("button", { name: "Reveal" }).click();
  await question.getByText("Not quite. You said 9; it is 7.").waitFor(); // 1 + 2 + 2 + 2
  await page.reload();
  await question.getByText("You said 9").waitFor();
  await page.getByTestId("next-step").click();
  await page.waitForURL(/step=growth/);
  await page.goBack();
  await page.waitForURL(/step=unit/);
});

test("the editor changes the network, offers no invalid value, and undoes", { timeout: 60_000 }, async () => {
  const page = await open("step=build&net=two-conv3x3&lang=en");
  assert.match(await reading(page), /a field of 5 × 5/);
  // On a map of 3 × 3 without padding, a kernel of 4 does not fit.
  const kernels = await page.getByTestId("edit-kernel_size").locator("option").allInnerTexts();
  assert.deepEqual(kernels, ["1", "2", "3"]);
  await page.getByTestId("edit-kernel_size").selectOption("1");
  await page.getByTestId("reading").filter({ hasText: "a field of 3 × 3" }).waitFor();
  await page.getByTestId("undo").click();
  await page.getByTestId("edit-kernel_size").filter({ hasText: "3" }).waitFor();
  await page.getByTestId("stack").focus();
  await page.keyboard.press("PageUp");
  await page.getByTestId("reading").filter({ hasText: "a field of 5 × 5" }).waitFor();
  assert.deepEqual(page.failures, []);
});

test("an edited network stays in the address, and trains in the lab", { timeout: 120_000 }, async () => {
  const page = await open("step=build&net=dilated-s&lang=en");
  await page.getByTestId("edit-dilation").selectOption("3"); // conv3, the top layer
  await page.waitForURL(/spec=/);
  // 14 + 3·(3 − 1)·4 = 38
  await page.getByTestId("reading").filter({ hasText: "a field of 38 × 38" }).waitFor();
  await page.reload();
  await page.getByTestId("reading").filter({ hasText: "a field of 38 × 38" }).waitFor();
  assert.match(page.url(), /net=dilated-s/);
  await page.getByTestId("to-lab").click();
  await page.waitForURL(/\/lab\/\?(.*&)?spec=/);
  await page.getByText("The lab trains the network that the link brings").waitFor();
  assert.deepEqual(page.failures, []);
});

test("a misaligned merge is named, and one edit mends it", { timeout: 60_000 }, async () => {
  const page = await open("step=build&net=dilated&lang=en");
  assert.equal(await page.getByTestId("alignment").count(), 0);
  await page.getByTestId("show-misaligned").click();
  // 4 taps from −1 on have their centre at 0.5, 3 taps from −1 on at 0.
  await page.getByTestId("alignment").getByText("merge1 look at places 0.5 × 0.5 pixels apart").waitFor();
  await page.getByRole("button", { name: /^merge1\.even/ }).click();
  await page.getByTestId("edit-kernel_size").selectOption("3");
  await page.getByTestId("alignment").waitFor({ state: "detached" });
  await page.getByTestId("undo").click();
  await page.getByTestId("alignment").waitFor();
  assert.deepEqual(page.failures, []);
});

test("an edited network is shown, copied and saved as code", { timeout: 60_000 }, async () => {
  const page = await open("step=build&net=dilated-s&lang=en");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByTestId("edit-dilation").selectOption("3"); // conv3, the top layer
  await page.getByTestId("code-pytorch").click();
  const text = await page.getByTestId("code-text").innerText();
  assert.match(text, /class Network\(nn\.Module\)/);
  assert.match(text, /conv3 = nn\.Conv2d\([^)]*dilation=3\)/);
  await page.getByTestId("code-copy").click();
  await page.getByText("Copied").waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.trim(), text.trim());
  await page.getByTestId("code-burn").click();
  await page.getByTestId("code-text").filter({ hasText: "pub struct Network" }).waitFor();
  const saved = page.waitForEvent("download");
  await page.getByTestId("code-download").click();
  const file = await saved;
  assert.equal(file.suggestedFilename(), "network.rs");
  assert.match((await readFile(await file.path())).toString("utf8"), /with_dilation\(\[3, 3\]\)/);
  assert.deepEqual(page.failures, []);
});

test("a damaged network in a link is named, and the page stands", { timeout: 60_000 }, async () => {
  const page = await open("step=build&net=dilated&spec=nonsense&lang=en");
  await page.getByText("The network in this link cannot be shown").waitFor();
  assert.match(await reading(page), /of conv3: a field of 22 × 22/);
});

test("a figure is saved with the colours of the page", { timeout: 60_000 }, async () => {
  const page = await open("step=image&net=dilated&lang=en");
  for (const kind of ["SVG", "PNG"]) {
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: `Save the figure as ${kind}` }).click();
    const file = await saved;
    assert.equal(file.suggestedFilename(), `receptive-field.${kind.toLowerCase()}`);
    const bytes = await readFile(await file.path());
    if (kind === "SVG") {
      const text = bytes.toString("utf8");
      assert.match(text, /^<svg[^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      assert.doesNotMatch(text, /var\(--/);
      assert.match(text, /conv3 8×8/);
    } else {
      assert.equal(bytes.subarray(1, 4).toString(), "PNG");
      assert.ok(bytes.length > 5000, `${bytes.length} bytes`);
    }
  }
  assert.deepEqual(page.failures, []);
});
