// Both languages, deep links under a sub-path, wrong values in a link, and widths from a phone to a desk.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Lab, browse, serve } from "./support.mjs";

let site;
let below;
let browser;

before(async () => {
  site = await serve();
  below = await serve({ below_path: true });
  browser = await browse();
});

after(async () => {
  await browser?.close();
  site?.stop();
  below?.stop();
});

test("every page speaks both languages, and a switch keeps the place", { timeout: 120_000 }, async () => {
  const page = await browser.newPage();
  for (const path of ["/", "/lab/", "/ablation/", "/receptive-field/", "/history/", "/dilation/", "/kernels/", "/inception/", "/networks/", "/fusion/"]) {
    await page.goto(`${site.address}${path}?lang=zh`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-Hans");
    assert.match(await page.getByRole("heading", { level: 1 }).innerText(), /\p{Script=Han}/u);
    const english = page.getByRole("button", { name: "English" });
    await english.click();
    await page.locator('html[lang="en"]').waitFor({ state: "attached" });
    assert.doesNotMatch(await page.locator("main").innerText(), /\p{Script=Han}/u, `${path} in English`);
    assert.match(page.url(), new RegExp(`${path}\\?(.*&)?lang=en`));
  }
});

test("a deep link opens below a path, and trains there", { timeout: 180_000 }, async () => {
  const query = "variant=plain-s&data=scales&images=100&test_images=10&epochs=1&batch=50&engine=cpu&start=1&lang=en";
  const lab = await Lab.open(browser, below.address, query);
  assert.equal(await lab.reach(["finished", "failed"], 120), "finished");
  await lab.page.getByRole("link", { name: "Home" }).first().click();
  await lab.page.waitForURL(/\/fovea\/(\?.*)?$/);
  assert.deepEqual(lab.errors, []);
});

test("wrong values of a link are named, and unknown keys ignored", { timeout: 60_000 }, async () => {
  const lab = await Lab.open(browser, site.address, "variant=dilated&epochs=many&colour=red&lang=en");
  await lab.reach(["idle"], 20);
  const words = await lab.page.locator("main").innerText();
  assert.match(words, /epochs/);
  assert.match(words, /many/);
  assert.doesNotMatch(words, /colour/);
});

test("no page scrolls sideways, from 390 to 1920 pixels", { timeout: 120_000 }, async () => {
  for (const width of [390, 768, 1280, 1920]) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    for (const path of ["/?lang=en", "/?lang=zh", "/lab/?lang=en", "/lab/?lang=zh", "/ablation/?lang=en", "/ablation/?lang=zh", "/receptive-field/?lang=en", "/receptive-field/?step=build&lang=zh", "/history/?lang=en", "/history/?lang=zh", "/dilation/?lang=en", "/dilation/?step=three-ways&lang=zh", "/kernels/?lang=en", "/kernels/?step=channels&lang=zh", "/kernels/?step=family&lang=en", "/kernels/?step=summary&lang=zh", "/inception/?lang=en", "/inception/?step=lining-up&lang=zh", "/inception/?step=variants&idea=lines&lang=zh", "/networks/?lang=en", "/networks/?lang=zh", "/fusion/?lang=en", "/fusion/?step=shapes&lang=zh", "/fusion/?step=attention&lang=zh", "/fusion/?step=summary&lang=en"]) {
      await page.goto(`${site.address}${path}`);
      await page.getByRole("heading", { level: 1 }).waitFor();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `${path} at ${width}: ${overflow} pixels too wide`);
    }
    await page.close();
  }
});

test("on a phone one click leads to the run, with its buttons in reach", { timeout: 120_000 }, async () => {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
  const lab = new Lab(page);
  await page.goto(`${site.address}/?lang=en`);
  await page.getByTestId("start-run").click();
  await lab.reach(["running"], 60);
  const box = await page.getByTestId("stop").boundingBox();
  assert.ok(box.y >= 0 && box.y + box.height <= 844, `the stop button is at ${box.y}`);
  await lab.press("stop");
});
