// Pause, step and stop, on the generated images, so that it needs no data; and the same run twice.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Lab, around_tests } from "./support.mjs";

const query = "variant=dilated-s&data=scales&images=400&test_images=50&epochs=2&batch=20&seed=3&engine=cpu&lang=en";
const world = around_tests();

test("a run pauses, does single steps, goes on, and stops", { timeout: 180_000 }, async () => {
  const lab = await Lab.open(world.browser, world.site.address, query);
  assert.equal(await lab.reach(["idle"], 20), "idle");
  await lab.press("step");
  await lab.reach(["paused"], 60);
  await lab.reach_step(1, 20);
  await lab.press("step");
  await lab.reach_step(2, 20);
  assert.equal(await lab.reach(["paused"], 20), "paused");
  await lab.press("pause"); // it says "Resume" while the run is paused
  await lab.reach(["running", "finished"], 20);
  await lab.press("stop");
  assert.equal(await lab.reach(["idle"], 20), "idle");
  const stopped_at = await lab.number("run-step");
  assert.ok(stopped_at >= 2 && stopped_at < 40, `stopped at step ${stopped_at} of 40`);
  await lab.page.waitForTimeout(1000);
  assert.equal(await lab.number("run-step"), stopped_at, "steps arrived after the stop");
  assert.deepEqual(lab.errors, []);
});

test("the same seed and settings give the same losses", { timeout: 180_000 }, async () => {
  const losses = [];
  for (let round = 0; round < 2; round += 1) {
    const lab = await Lab.open(world.browser, world.site.address, `${query}&start=1`);
    assert.equal(await lab.reach(["finished", "failed"], 120), "finished");
    losses.push([await lab.text("run-loss"), await lab.text("run-test-accuracy")]);
  }
  assert.deepEqual(losses[0], losses[1]);
});
