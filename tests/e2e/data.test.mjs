// A shard that is not what the manifest says, one that does not come, and a site without CIFAR-10.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Lab, around_tests, has_cifar10 } from "./support.mjs";

const query = "variant=plain-s&data=cifar10&images=100&test_images=10&epochs=1&batch=50&seed=1&engine=cpu&start=1&lang=en";
const skip = has_cifar10 ? false : "CIFAR-10 is not served: FOVEA_CIFAR10_DIR was not set";
const world = around_tests();

/** Opens the lab in a profile of its own, where `tamper` answers for the first training shard. */
async function open_with(tamper) {
  const context = await world.browser.newContext();
  await context.route("**/data/cifar10/train-000.bin*", tamper);
  return Lab.open(context, world.site.address, query);
}

test("a corrupted shard is named, and a retry mends it", { skip, timeout: 120_000 }, async () => {
  let tampers = true;
  const lab = await open_with(async (route) => {
    const answer = await route.fetch();
    const body = await answer.body();
    if (tampers) body[100] ^= 1;
    await route.fulfill({ response: answer, body });
  });
  assert.equal(await lab.reach(["finished", "failed"], 60), "failed");
  const words = await lab.page.getByTestId("failure").innerText();
  assert.match(words, /train-000\.bin/);
  tampers = false;
  await lab.page.getByTestId("retry").click();
  assert.equal(await lab.reach(["finished"], 60), "finished");
});

test("a shard that is missing is named", { skip, timeout: 120_000 }, async () => {
  const lab = await open_with((route) => route.fulfill({ status: 404, body: "" }));
  assert.equal(await lab.reach(["finished", "failed"], 60), "failed");
  assert.match(await lab.page.getByTestId("failure").innerText(), /train-000\.bin/);
});

test("without CIFAR-10 the page offers the generated images, and says so", { timeout: 120_000 }, async () => {
  const context = await world.browser.newContext();
  await context.route("**/data/cifar10/manifest.json*", (route) => route.fulfill({ status: 404, body: "" }));
  const short = "variant=plain-s&images=100&test_images=10&epochs=1&batch=50&engine=cpu&start=1&lang=en";
  const lab = await Lab.open(context, world.site.address, short);
  assert.equal(await lab.reach(["finished", "failed"], 60), "finished");
  assert.match(await lab.text("data-source"), /Scales/);
  assert.ok(await lab.page.getByTestId("data-badge").isVisible());
});
