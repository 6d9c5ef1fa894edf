// A learner trains the dilated network on real CIFAR-10, on the CPU engine, and it learns.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Lab, around_tests, has_cifar10 } from "./support.mjs";

const skip = has_cifar10 ? false : "CIFAR-10 is not served: FOVEA_CIFAR10_DIR was not set";
const world = around_tests();

test("the dilated network learns CIFAR-10 in the tab", { skip, timeout: 360_000 }, async () => {
  const query =
    "variant=dilated&data=cifar10&images=1600&test_images=500&epochs=3&batch=128&lr=0.001&seed=7&engine=cpu&start=1&lang=en";
  const lab = await Lab.open(world.browser, world.site.address, query);
  assert.equal(await lab.reach(["finished", "failed"], 300), "finished");
  assert.equal(await lab.number("run-step"), 39); // ⌈1600 / 128⌉ = 13 steps, three times
  assert.equal(await lab.number("run-epoch"), 3);
  const accuracy = await lab.number("run-test-accuracy");
  assert.ok(accuracy >= 27, `${accuracy} % of 500 test images; chance is 10 %`);
  assert.deepEqual(lab.errors, []);
});

test("the button of the home page trains in one click, and again after the last run", { timeout: 300_000 }, async () => {
  const page = await world.browser.newPage();
  const lab = new Lab(page);
  for (const visit of [1, 2]) {
    await page.goto(`${world.site.address}/?lang=en`);
    await page.getByTestId("start-run").click();
    await lab.reach(["running"], 60);
    await lab.press("stop");
    assert.equal(await lab.reach(["idle"], 20), "idle", `visit ${visit}`);
    // Within one visit of the page: the second round goes through the router.
    if (visit === 1) {
      await page.getByRole("link", { name: "Home" }).first().click();
      await page.getByTestId("start-run").click();
      await lab.reach(["running"], 60);
      await lab.press("stop");
      await lab.reach(["idle"], 20);
    }
  }
  assert.deepEqual(lab.errors, []);
});
