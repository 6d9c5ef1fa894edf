// What every journey needs: the built page behind a plain file server, a browser, and the lab's numbers.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";

const { FOVEA_PLAYWRIGHT, FOVEA_CHROMIUM, FOVEA_DIST, FOVEA_DIST_SUBPATH, FOVEA_SERVE_CMD } = process.env;
const { chromium } = await import(pathToFileURL(join(FOVEA_PLAYWRIGHT, "index.mjs")));

/** A software adapter: Chromium has none without these. */
export const SOFTWARE_GPU = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"];

/** Whether the build under test serves CIFAR-10. */
export const has_cifar10 = existsSync(join(FOVEA_DIST, "data", "cifar10", "manifest.json"));

/** Serves the build, below `/fovea/` if `below_path`; resolves to its address without the last slash, and a stop. */
export async function serve({ below_path = false } = {}) {
  const [program, ...words] = JSON.parse(FOVEA_SERVE_CMD);
  const port = 20_000 + (process.pid % 20_000) + (below_path ? 1 : 0);
  const path = below_path ? "/fovea" : "";
  const folder = below_path ? FOVEA_DIST_SUBPATH : FOVEA_DIST;
  const words_of_run = ["--dist", folder, "--port", String(port), "--public-url", `${path}/`];
  const server = spawn(program, [...words, ...words_of_run], { stdio: "ignore" });
  const address = `http://127.0.0.1:${port}${path}`;
  for (let attempt = 0; ; attempt += 1) {
    const answer = await fetch(`${address}/`).catch(() => null);
    if (answer?.ok) break;
    assert.ok(attempt < 100, "the server does not answer");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { address, stop: () => server.kill() };
}

/** A browser with these extra flags. */
export function browse(flags = []) {
  return chromium.launch({ executablePath: FOVEA_CHROMIUM, args: ["--no-sandbox", ...flags] });
}

/** A browser whose profile lies in `folder`, as one context: what it keeps is there when it is opened again. */
export function browse_from(folder) {
  const options = { executablePath: FOVEA_CHROMIUM, args: ["--no-sandbox"], acceptDownloads: true };
  return chromium.launchPersistentContext(folder, options);
}

/** Serves the build and opens a browser around the tests of a file; `world.site` and `world.browser` are there inside them. */
export function around_tests() {
  const world = {};
  before(async () => {
    world.site = await serve();
    world.browser = await browse();
  });
  after(async () => {
    await world.browser?.close();
    world.site?.stop();
  });
  return world;
}

/** The lab of an open page, by its test ids. */
export class Lab {
  constructor(page) {
    this.page = page;
    this.errors = [];
    page.on("pageerror", (error) => this.errors.push(error.message));
  }

  static async open(browser, address, query) {
    const lab = new Lab(await browser.newPage());
    await lab.page.goto(`${address}/lab/?${query}`);
    return lab;
  }

  text(id) {
    return this.page.getByTestId(id).first().innerText();
  }

  async number(id) {
    const text = await this.text(id);
    assert.match(text, /^\d+(\.\d+)?$/, `${id} shows "${text}"`);
    return Number(text);
  }

  press(id) {
    return this.page.getByTestId(id).first().click();
  }

  /** Waits until the run is in one of `states`. */
  async reach(states, seconds) {
    const pattern = new RegExp(`^(${states.join("|")})$`);
    const over = this.page.getByTestId("run-state").filter({ hasText: pattern });
    await over.waitFor({ timeout: seconds * 1000 });
    return this.text("run-state");
  }

  /** Waits until the step counter shows `step`. */
  reach_step(step, seconds) {
    const shown = this.page.getByTestId("run-step").filter({ hasText: new RegExp(`^${step}$`) });
    return shown.first().waitFor({ timeout: seconds * 1000 });
  }
}
