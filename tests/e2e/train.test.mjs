// A learner trains the dilated network on real CIFAR-10, on the CPU engine, and it learns.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";

const { FOVEA_PLAYWRIGHT, FOVEA_CHROMIUM, FOVEA_DIST, FOVEA_SERVE_CMD } = process.env;
const { chromium } = await import(pathToFileURL(join(FOVEA_PLAYWRIGHT, "index.mjs")));
const port = 8137;
const address = `http://127.0.0.1:${port}`;
const n_minutes = 6;
let server;
let browser;

before(async () => {
  const [program, ...words] = JSON.parse(FOVEA_SERVE_CMD);
  server = spawn(program, [...words, "--dist", FOVEA_DIST, "--port", String(port)], { stdio: "ignore" });
  for (let attempt = 0; ; attempt += 1) {
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) break;
    assert.ok(attempt < 100, "the server does not answer");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  browser = await chromium.launch({ executablePath: FOVEA_CHROMIUM, args: ["--no-sandbox"] });
});

after(async () => {
  await browser?.close();
  server?.kill();
});

const text = (page, id) => page.getByTestId(id).first().innerText();

test("the dilated network learns CIFAR-10 in the tab", { timeout: n_minutes * 60_000 }, async (t) => {
  if (!existsSync(join(FOVEA_DIST, "data", "cifar10", "manifest.json"))) {
    t.skip("CIFAR-10 is not served: FOVEA_CIFAR10_DIR was not set");
    return;
  }
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const query = "variant=dilated&data=cifar10&images=1600&test_images=500&epochs=3&batch=128&lr=0.001&seed=7&engine=cpu&start=1";
  await page.goto(`${address}/lab/?${query}&lang=en`);
  const over = page.getByTestId("run-state").filter({ hasText: /^(finished|failed)$/ });
  await over.waitFor({ timeout: (n_minutes - 1) * 60_000 });
  assert.equal(await text(page, "run-state"), "finished");
  assert.equal(await text(page, "run-step"), "39"); // ⌈1600 / 128⌉ = 13 steps, three times
  const accuracy = Number(await text(page, "run-test-accuracy"));
  assert.ok(accuracy >= 27, `${accuracy} % of 500 test images; chance is 10 %`);
  assert.deepEqual(errors, []);
});
