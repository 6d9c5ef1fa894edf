// The effective field: untrained, then trained in this tab and come back by links; asked while a run goes on; and failures.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Lab, around_tests } from "./support.mjs";

const world = around_tests();

async function open(path) {
  const page = await world.browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const lab = new Lab(page);
  await page.goto(`${world.site.address}${path}`);
  return { page, lab };
}

/** The numbers of a row of the step's table: pixels, across, share, strongest. */
async function numbers(page, id) {
  const cells = await page.getByTestId(id).locator("td").allInnerTexts();
  return { n_pixels: Number(cells[0]), side: Number(cells[1]), share: Number(cells[2]), strongest: cells[3] };
}

test("untrained is measured, trained is trained in the lab, and both stand side by side", { timeout: 240_000 }, async () => {
  const { page, lab } = await open("/receptive-field/?step=effective&net=plain-s&images=8&seed=5&lang=en");
  const question = page.getByTestId("question-effective");
  await question.getByRole("spinbutton").fill("22");
  await page.getByTestId("measure").click();
  await page.getByTestId("effective-untrained").waitFor({ timeout: 90_000 });
  const untrained = await numbers(page, "effective-untrained");
  // conv3 of the plain network: field 18, two middle units 4 apart, so 22 × 22 = 484 pixels at most.
  assert.ok(untrained.n_pixels > 9 && untrained.n_pixels < 484, `${untrained.n_pixels} pixels`);
  assert.ok(Math.abs(untrained.side - Math.sqrt(untrained.n_pixels)) < 0.06);
  assert.ok(Math.abs(untrained.share - untrained.side / 22) < 0.006);
  await question.getByText(`${untrained.n_pixels} pixels are above 4.55 %`).waitFor();
  assert.equal(await page.getByTestId("effective-trained").count(), 0);
  await page.getByText("has not been trained in this tab yet").first().waitFor();

  await page.getByTestId("effective-to-lab").click();
  await page.waitForURL(/\/lab\/\?(.*&)?variant=plain-s/);
  assert.equal(await page.locator("input[name=seed]").inputValue(), "5");
  await page.locator("select[name=data]").selectOption("scales");
  await page.locator("input[name=images]").fill("200");
  await page.locator("input[name=epochs]").fill("1");
  await page.locator("input[name=epochs]").press("Tab");
  await lab.press("start");
  assert.equal(await lab.reach(["finished", "failed"], 120), "finished");

  await page.getByTestId("to-effective").click();
  await page.waitForURL(/step=effective/);
  await page.getByTestId("effective-trained").waitFor({ timeout: 60_000 });
  await page.getByTestId("effective-untrained").waitFor({ timeout: 60_000 });
  assert.match(await page.getByTestId("effective-trained").innerText(), /after 2 steps/); // ⌈200 / 128⌉
  assert.equal(await page.locator(".erf image").count(), 4); // paths, untrained, trained, legend
  const trained = await numbers(page, "effective-trained");
  assert.ok(trained.n_pixels > 0 && trained.n_pixels <= 484);
  const heat = (idx) => page.locator(".erf image").nth(idx).getAttribute("href");
  assert.notEqual(await heat(1), await heat(2), "two steps have changed nothing");
  await page.getByText("Trained in this tab from seed 5").waitFor();
  const before = await page.locator(".erf image").first().getAttribute("href");
  await page.getByTestId("scale-linear").click();
  await page.waitForURL(/scale=linear/);
  assert.notEqual(await page.locator(".erf image").first().getAttribute("href"), before);
  assert.deepEqual(lab.errors, []);
});

test("a network that is being trained is measured as it stands, and the run goes on", { timeout: 240_000 }, async () => {
  const query = "variant=plain-s&data=scales&images=1000&test_images=20&epochs=500&batch=20&seed=2&engine=cpu&start=1&lang=en";
  const { page, lab } = await open(`/lab/?${query}`);
  await lab.reach(["running"], 90);
  await page.getByTestId("to-effective").click();
  await page.waitForURL(/step=effective/);
  const row = page.getByTestId("effective-trained");
  await row.waitFor({ timeout: 90_000 });
  const n_steps = Number((await row.innerText()).match(/after ([\d\u202f]+) steps/)[1].replaceAll("\u202f", ""));
  await page.getByTestId("measure-trained").click();
  await row.filter({ hasNotText: `after ${n_steps} steps` }).waitFor({ timeout: 60_000 });
  await page.getByText("being trained in the lab right now").waitFor();
  await page.getByTestId("effective-to-lab").click();
  assert.equal(await lab.reach(["running", "finished", "failed"], 20), "running");
  const at = await lab.number("run-step");
  assert.ok(at > n_steps, `step ${at} after it was measured at ${n_steps}`);
  await lab.press("stop");
  assert.equal(await lab.reach(["idle"], 30), "idle");
  assert.deepEqual(lab.errors, []);
});

test("a failure is said with advice, and trying again measures", { timeout: 180_000 }, async () => {
  const { page, lab } = await open("/?lang=en");
  await page.route("**/engine/*.wasm", (route) => route.abort());
  await page.goto(`${world.site.address}/receptive-field/?step=effective&net=dilated-s&images=8&lang=en`);
  await page.getByTestId("measure").click();
  await page.getByTestId("effective-failure").waitFor({ timeout: 60_000 });
  await page.unroute("**/engine/*.wasm");
  await page.getByTestId("effective-retry").first().click();
  await page.getByTestId("effective-untrained").waitFor({ timeout: 90_000 });
  assert.equal(await page.getByTestId("effective-failure").count(), 0);
  assert.deepEqual(lab.errors, []);
});

test("cancelling leaves nothing, and another layer is another measurement", { timeout: 180_000 }, async () => {
  const { page, lab } = await open("/receptive-field/?step=effective&net=inception&images=512&lang=en");
  await page.getByTestId("measure").click();
  await page.getByText(/Image \d+ of 512\./).first().waitFor({ timeout: 90_000 });
  await page.getByTestId("effective-cancel").click();
  await page.getByText("not measured").first().waitFor();
  assert.equal(await page.getByTestId("effective-untrained").count(), 0);
  await page.getByTestId("effective-images").selectOption("8");
  await page.getByTestId("measure").click();
  await page.getByTestId("effective-untrained").waitFor({ timeout: 90_000 });
  const top = await numbers(page, "effective-untrained");
  // inception2's field is 43 pixels: wider than the image.
  await page.getByTestId("effective-beyond").getByText("43 pixels").waitFor();
  await page.getByTestId("effective-layer").selectOption({ index: 0 });
  await page.getByTestId("effective-untrained").waitFor({ timeout: 60_000 });
  const first = await numbers(page, "effective-untrained");
  assert.ok(first.n_pixels < top.n_pixels, `${first.n_pixels} against ${top.n_pixels}`);
  assert.deepEqual(lab.errors, []);
});

test("a network of other images is not measured, but its paths are drawn", { timeout: 60_000 }, async () => {
  const { page, lab } = await open("/receptive-field/?step=effective&net=alexnet&layer=pool5&lang=en");
  await page.getByTestId("effective-refused").getByText("3 × 224 × 224").waitFor();
  assert.equal(await page.getByTestId("measure").count(), 0);
  const paths = await numbers(page, "effective-paths");
  assert.ok(paths.n_pixels > 1000 && paths.share < 1, `${paths.n_pixels} pixels`);
  assert.deepEqual(lab.errors, []);
});
