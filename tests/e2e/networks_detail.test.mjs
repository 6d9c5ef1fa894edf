// Overview and detail of a whole network as a learner uses them: parts that open in place, an image of one's own, any network.
import assert from "node:assert/strict";
import { test } from "node:test";
import { around_tests } from "./support.mjs";

const world = around_tests();

async function open(query, options = {}) {
  const page = await world.browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce", ...options });
  page.failures = [];
  page.on("pageerror", (error) => page.failures.push(error.message));
  await page.goto(`${world.site.address}/networks/?${query}`);
  await page.locator('[data-testid="status"][data-waits="false"]').first().waitFor({ timeout: 60_000 });
  return page;
}

test("a stage, a unit and a line open in place by keyboard, and Escape leads back", { timeout: 120_000 }, async () => {
  const page = await open("step=overview&net=dilated-s&weights=seed-1&lang=en");
  const detail = page.getByTestId("detail");
  await page.locator('[data-layer="relu2"]').focus();
  await page.keyboard.press("Enter");
  await detail.getByText("relu2", { exact: true }).first().waitFor();
  assert.equal(await detail.locator("[data-map]").count(), 16); // conv2 of the compact network has 16 maps
  await detail.getByRole("button", { name: "conv2" }).click();
  // Map 3 has 16 × 16 cells: just below and right of its middle lies cell (8, 8).
  const box = await detail.locator('[data-map="3"] img').boundingBox();
  await detail.locator('[data-map="3"] img').click({ position: { x: box.width * 0.53, y: box.height * 0.53 } });
  await page.waitForURL(/open=unit/);
  await page.getByTestId("formula").filter({ hasText: "72 products" }).waitFor(); // 8 maps of 3 × 3
  assert.match(page.url(), /layer=conv2&.*open=unit&unit=3-8-8/);
  await page.reload();
  await page.getByTestId("formula").filter({ hasText: "72 products" }).waitFor({ timeout: 60_000 });
  await page.getByTestId("unit").focus();
  await page.keyboard.press("ArrowDown");
  await page.waitForURL(/unit=3-9-8/);
  await page.keyboard.press("Escape");
  await detail.waitFor({ state: "detached" });
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("data-layer")), "relu2");
  await page.locator('[data-wire="2"]').focus();
  await page.keyboard.press("Enter");
  await detail.filter({ hasText: "reads them all" }).waitFor();
  assert.match(page.url(), /open=edge-2/);
  assert.deepEqual(page.failures, []);
});

test("the image flows column by column, and a line into a concat says which maps it becomes", { timeout: 120_000 }, async () => {
  const page = await open("step=overview&net=inception-s&weights=seed-1&lang=en");
  await page.getByRole("slider").fill("1");
  await page.getByTestId("flows-at").filter({ hasText: "Column 2 of 11" }).waitFor();
  assert.equal(await page.locator(".flow__maps").count(), 2); // the image and conv1
  await page.getByRole("slider").fill("10");
  assert.equal(await page.locator(".flow__maps").count(), 21);
  const into = page.locator('.flow__grip[aria-label*="→ inception1:"]');
  await into.nth(1).focus();
  await page.keyboard.press("Enter");
  // inception-s: 16 maps of the 1×1 branch come first, then those of the 3×3 branch.
  await page.getByTestId("detail").filter({ hasText: /They become maps \d+ to \d+ of inception1/ }).waitFor();
  assert.deepEqual(page.failures, []);
});

test("any network is shown from a link, and a damaged one is named", { timeout: 120_000 }, async () => {
  const page = await open("step=overview&spec=AQMgIBroken&lang=en");
  await page.getByTestId("unread").filter({ hasText: "cannot be shown" }).waitFor();
  await page.locator(".networks__any summary").click();
  await page.getByTestId("any-network").fill(`${world.site.address}/lab/?variant=plain-s&lang=en`);
  await page.getByTestId("show-network").click();
  await page.waitForURL(/net=plain-s/);
  assert.equal(await page.getByTestId("unread").count(), 0);
  assert.equal(await page.getByTestId("network").inputValue(), "plain-s");
  const options = await page.getByTestId("network").locator("option").evaluateAll((all) => all.slice(0, 2).map((one) => one.value));
  assert.deepEqual(options, ["inception", "dilated"]);
  assert.deepEqual(page.failures, []);
});

test("noise takes the place of noise, and a dropped picture is shown", { timeout: 120_000 }, async () => {
  const page = await open("step=overview&net=dilated-s&weights=seed-1&lang=en");
  const thumbnails = page.locator(".picker__one");
  const before = await thumbnails.count();
  await page.getByTestId("noise").click();
  await page.getByTestId("noise").click();
  assert.equal(await thumbnails.count(), before + 1);
  assert.equal(await thumbnails.last().getAttribute("aria-label"), "Drawn noise");
  await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [64, 40];
    canvas.getContext("2d").fillRect(0, 0, 64, 40);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve));
    const data = new DataTransfer();
    data.items.add(new File([blob], "own.png", { type: "image/png" }));
    const picker = document.querySelector('[data-testid="picker"]');
    picker.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, bubbles: true, cancelable: true }));
    if (!picker.classList.contains("picker--over")) await new Promise((resolve) => setTimeout(resolve, 50));
    window.was_over = picker.classList.contains("picker--over");
    picker.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  });
  await page.waitForFunction((n) => document.querySelectorAll(".picker__one").length === n, before + 2);
  assert.equal(await page.evaluate(() => window.was_over), true);
  assert.equal(await thumbnails.last().getAttribute("aria-label"), "Your own image");
  assert.equal(await thumbnails.last().getAttribute("aria-pressed"), "true");
  assert.deepEqual(page.failures, []);
});

test("without a camera the page says so, and offers another way", { timeout: 120_000 }, async () => {
  const page = await open("step=overview&net=dilated-s&weights=seed-1&lang=en");
  await page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("none", "NotFoundError"));
  });
  await page.getByTestId("camera").click();
  await page.getByTestId("camera-failed").filter({ hasText: "No camera was found" }).waitFor();
  assert.deepEqual(page.failures, []);
});

test("a picture from the camera is shown, and the camera is let go", { timeout: 120_000 }, async () => {
  const page = await open("step=overview&net=dilated-s&weights=seed-1&lang=en");
  const before = await page.locator(".picker__one").count();
  await page.evaluate(() => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [64, 48];
    const context = canvas.getContext("2d");
    setInterval(() => { context.fillStyle = `hsl(${performance.now() % 360} 80% 50%)`; context.fillRect(0, 0, 64, 48); }, 30);
    navigator.mediaDevices.getUserMedia = async () => (window.stream = canvas.captureStream(30));
  });
  await page.getByTestId("camera").click();
  await page.waitForFunction(() => document.querySelector("video")?.videoWidth > 0);
  await page.getByTestId("snap").click();
  await page.waitForFunction((n) => document.querySelectorAll(".picker__one").length === n, before + 1);
  assert.equal(await page.evaluate(() => window.stream.getTracks().every((track) => track.readyState === "ended")), true);
  assert.deepEqual(page.failures, []);
});
