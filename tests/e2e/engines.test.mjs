// Which engine runs, and why: without WebGPU the CPU's; on a software adapter WebGPU on request, with the CPU's losses.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Lab, SOFTWARE_GPU, browse, serve } from "./support.mjs";

const tiny = "variant=plain-s&data=scales&images=100&test_images=10&epochs=1&batch=34&seed=5&lang=en";
let site;

before(async () => {
  site = await serve();
});

after(() => site?.stop());

/** The losses of the three steps of `tiny` on `engine`. */
async function losses(browser, engine, seconds) {
  const lab = await Lab.open(browser, site.address, `${tiny}&engine=${engine}`);
  const found = [];
  for (let step = 1; step <= 3; step += 1) {
    await lab.press("step");
    await lab.reach_step(step, seconds);
    found.push(await lab.number("run-loss"));
  }
  assert.deepEqual(lab.errors, []);
  return { found, engine: await lab.text("engine-name"), reason: await lab.text("engine-reason") };
}

test("without WebGPU the CPU engine runs, and the page says why", { timeout: 180_000 }, async () => {
  const browser = await browse();
  try {
    const lab = await Lab.open(browser, site.address, `${tiny}&engine=auto&start=1`);
    assert.equal(await lab.reach(["finished", "failed"], 120), "finished");
    assert.match(await lab.text("engine-name"), /CPU/);
    assert.match(await lab.text("engine-reason"), /WebGPU/);
    const asked = await Lab.open(browser, site.address, `${tiny}&engine=gpu&start=1`);
    assert.equal(await asked.reach(["finished", "failed"], 120), "failed");
    assert.match(await asked.page.getByTestId("failure").innerText(), /WebGPU/);
  } finally {
    await browser.close();
  }
});

test("WebGPU takes three steps with the losses of the CPU", { timeout: 600_000 }, async () => {
  const browser = await browse(SOFTWARE_GPU);
  try {
    const cpu = await losses(browser, "cpu", 60);
    const gpu = await losses(browser, "gpu", 400);
    assert.match(gpu.engine, /WebGPU/);
    for (const [step, loss] of cpu.found.entries()) {
      const difference = Math.abs(loss - gpu.found[step]);
      assert.ok(difference <= 1e-3, `step ${step + 1}: CPU ${loss}, WebGPU ${gpu.found[step]}`);
    }
    // A software adapter is slower than the CPU engine, so the page itself would choose the latter.
    const lab = await Lab.open(browser, site.address, `${tiny}&engine=auto&start=1`);
    assert.equal(await lab.reach(["finished", "failed"], 120), "finished");
    assert.match(await lab.text("engine-name"), /CPU/);
  } finally {
    await browser.close();
  }
});

test("an engine that breaks fails the run, and a retry starts a new one", { timeout: 120_000 }, async () => {
  const browser = await browse();
  try {
    const context = await browser.newContext();
    let breaks = true;
    await context.route("**/engine/engine_cpu-*.js", (route) =>
      breaks ? route.fulfill({ contentType: "text/javascript", body: "throw new Error('broken');" }) : route.continue(),
    );
    const lab = await Lab.open(context, site.address, `${tiny}&engine=cpu&start=1`);
    assert.equal(await lab.reach(["finished", "failed"], 60), "failed");
    breaks = false;
    await lab.page.getByTestId("retry").click();
    assert.equal(await lab.reach(["finished", "failed"], 60), "finished");
  } finally {
    await browser.close();
  }
});
