// Figures of the second half of the course leave as files that stand alone: an SVG that parses, a PNG of the same picture.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { around_tests } from "./support.mjs";

const world = around_tests();

/** Path, the file's name, what must be there before, and words that the picture holds. */
const FIGURES = [
  ["/fusion/?step=three&cell=330&lang=en", "three-fusions", "image", /./],
  ["/inception/?step=overview&lang=en", "inception-module", "svg text", /256/],
  ["/networks/?step=overview&net=dilated-s&weights=seed-1&lang=en", null, '[data-testid="probabilities"] tbody tr', /32 × 8 × 8/],
];

for (const [path, name, ready, words] of FIGURES) {
  test(`the figure of ${path.split("?")[0]} is saved as SVG and as PNG`, { timeout: 120_000 }, async () => {
    const page = await world.browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
    const failures = [];
    page.on("pageerror", (error) => failures.push(error.message));
    await page.goto(world.site.address + path);
    const figure = page.locator("figure.lesson-figure").first();
    await figure.locator(ready).first().waitFor({ state: "attached", timeout: 60_000 });
    const save = async (kind) => {
      const saved = page.waitForEvent("download");
      await figure.getByRole("button", { name: `Save the figure as ${kind}` }).click();
      const file = await saved;
      if (name) assert.equal(file.suggestedFilename(), `${name}.${kind.toLowerCase()}`);
      return readFile(await file.path());
    };
    const text = (await save("SVG")).toString("utf8");
    assert.doesNotMatch(text, /var\(--/);
    const svg = await page.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
      const images = [...root.querySelectorAll("image")].map((image) => image.getAttribute("href") ?? "");
      return { tag: root.tagName, width: Number(root.getAttribute("width")), height: Number(root.getAttribute("height")), words: root.textContent, outside: images.filter((href) => !href.startsWith("data:")).length };
    }, text);
    assert.equal(svg.tag, "svg");
    assert.match(svg.words, words);
    // A file that needs another file would be empty elsewhere.
    assert.equal(svg.outside, 0);

    const png = await save("PNG");
    assert.deepEqual([...png.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
    assert.ok(Math.abs(width - 2 * svg.width) <= 2 && Math.abs(height - 2 * svg.height) <= 2, `${width} × ${height} for ${svg.width} × ${svg.height}`);
    const n_colours = await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight).getContext("2d");
      canvas.drawImage(image, 0, 0);
      return new Set(new Uint32Array(canvas.getImageData(0, 0, image.naturalWidth, image.naturalHeight).data.buffer)).size;
    }, png.toString("base64"));
    assert.ok(n_colours > 8, `${n_colours} colours`);
    assert.deepEqual(failures, []);
    await page.close();
  });
}
