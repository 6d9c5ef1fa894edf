// What leaves the ablation lab says what the page says: the curves' file point by point, the report in both languages; and a phone in Chinese.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Experiment } from "./experiment.mjs";
import { around_tests } from "./support.mjs";

const world = around_tests();

/** Two seeds of two small networks: 14 steps in two epochs. */
const QUERY = "nets=plain-s,dilated-s&seeds=1,2&data=scales&images=200&test_images=20&epochs=2&batch=32&engine=cpu";

/** The rows of a file (RFC 4180), each by the names of the head. */
function read_csv(text) {
  const rows = [[""]];
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    const row = rows.at(-1);
    if (sign === '"' && quoted && text[at + 1] === '"') row[row.length - 1] += text[(at += 1)];
    else if (sign === '"') quoted = !quoted;
    else if (sign === "," && !quoted) row.push("");
    else if (sign === "\n" && !quoted) rows.push([""]);
    else if (sign !== "\r" || quoted) row[row.length - 1] += sign;
  }
  const [head, ...rest] = rows.filter((row) => row.length > 1);
  return rest.map((row) => {
    assert.equal(row.length, head.length, row.join());
    return Object.fromEntries(head.map((name, idx) => [name, row[idx]]));
  });
}

/** `0.912 ± 0.034 (N = 2)` as numbers. */
function told(text) {
  const found = /^(-?[\d.]+)(?: ± ([\d.]+))? \(N = (\d+)\)$/.exec(text.replaceAll("−", "-").trim());
  assert.ok(found, text);
  return { mean: found[1], error: found[2] ?? "", n: Number(found[3]) };
}

test("the saved curves are those of the page, point by point", { timeout: 240_000 }, async () => {
  const context = await world.browser.newContext({ acceptDownloads: true });
  const experiment = await Experiment.open(context, world.site.address, QUERY);
  const { page } = experiment;
  await experiment.press("start");
  await experiment.reach("finished", 120);
  await page.locator('[data-axis="step"]').click();
  await page.waitForTimeout(500); // the charts are drawn again at most every 400 ms
  const rows = read_csv(readFileSync((await experiment.save("csv")).path, "utf8"));
  const { runs } = await experiment.record();

  // Every measured loss of every run is in the file, once, as it is in the record.
  const of_loss = rows.filter((row) => row.quantity.startsWith("train_loss"));
  for (const run of runs) {
    const own = of_loss.filter((row) => row.line === "run" && row.seed === String(run.key.seed));
    const at = (step) => own.filter((row) => row.step === String(step) && Math.abs(Number(row.raw) - run.losses[step - 1]) < 1e-6);
    run.losses.forEach((_, idx) => assert.ok(at(idx + 1).length >= 1, `${run.key.variant}, seed ${run.key.seed}, step ${idx + 1}`));
  }
  assert.equal(of_loss.filter((row) => row.line === "run").length, runs.reduce((n, run) => n + run.losses.length, 0));

  // The table beside each chart: mean, error and number of runs at each x that it tells.
  for (const [id, part, digits] of [["loss-chart", "train_loss", 3], ["accuracy-chart", "test_accuracy", 1]]) {
    const chart = page.getByTestId(id);
    await chart.locator("details.more summary").first().click();
    const table = chart.getByTestId("values");
    await table.locator("tbody tr").first().waitFor();
    const heads = (await table.locator("thead th").allInnerTexts()).slice(1);
    const lines = await table.locator("tbody tr").evaluateAll((lines) => lines.map((line) => [...line.children].map((cell) => cell.innerText)));
    assert.ok(heads.length === 2 && lines.length >= 2, JSON.stringify(lines));
    const means = rows.filter((row) => row.quantity.startsWith(part) && row.line === "mean");
    for (const [x, ...cells] of lines) {
      cells.forEach((cell, idx) => {
        const { mean, error, n } = told(cell);
        const row = means.find((row) => row.variant === heads[idx] && Number(row.x) === Number(x));
        assert.ok(row, `${heads[idx]} at ${x}`);
        assert.deepEqual([Number(row.mean).toFixed(digits), Number(row.standard_error).toFixed(digits), Number(row.n)], [mean, error, n]);
      });
    }
  }

  // The crosshair at the last step says the last row.
  const box = page.getByTestId("loss-chart").locator(".bandbox");
  await box.focus();
  await page.keyboard.press("End");
  const names = await page.getByTestId("loss-chart").locator(".legendline li").evaluateAll((lines) => lines.map((line) => [line.querySelector("button").innerText.trim(), line.querySelector(".unit").innerText]));
  for (const [name, text] of names) {
    const last = of_loss.filter((row) => row.line === "mean" && row.variant === name).at(-1);
    const { mean, n } = told(text);
    assert.deepEqual([Number(last.mean).toFixed(3), last.n, last.x], [mean, String(n), "14.0"]); // 2 · ⌈200 / 32⌉
  }
  assert.deepEqual(experiment.errors, []);
  await context.close();
});

test("the report opens as a page in both languages, with its figures, and asks nobody for anything", { timeout: 240_000 }, async () => {
  const context = await world.browser.newContext({ acceptDownloads: true });
  const experiment = await Experiment.open(context, world.site.address, QUERY);
  await experiment.press("start");
  await experiment.reach("finished", 120);
  const file = await experiment.json();
  const rows = await experiment.rows_when((rows) => rows.length === 4 && rows.every((row) => row.state === "finished" && row.last), 10);
  for (const [lang, tag, title, limits] of [["en", "en", "Fovea: ", /limits/i], ["zh", "zh-Hans", "Fovea: ", /局限|限制|界限/]]) {
    const other = await Experiment.open(context, world.site.address, QUERY, lang);
    await other.take(file);
    await other.reach("finished", 20);
    const html = readFileSync((await other.save("report-page")).path, "utf8");
    const page = await context.newPage();
    const asked = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.setContent(html);
    assert.equal(await page.evaluate(() => document.documentElement.lang), tag);
    const heads = await page.locator("h1, h2").allInnerTexts();
    assert.ok(heads[0].startsWith(title) && heads.length >= 5, heads.join(" | "));
    assert.ok(heads.some((head) => limits.test(head)), heads.join(" | "));
    const figures = await page.locator("figure").evaluateAll((figures) =>
      figures.map((figure) => {
        const svg = figure.querySelector("svg");
        const { width, height } = svg.getBoundingClientRect();
        const texts = [...svg.querySelectorAll("text")].filter((text) => text.textContent.trim()).length;
        return { width, height, texts, paths: svg.querySelectorAll("path[d]:not([d=''])").length, caption: figure.querySelector("figcaption").innerText };
      }),
    );
    assert.ok(figures.length >= 2, `${figures.length} figures`);
    for (const figure of figures) assert.ok(figure.width > 200 && figure.height > 100 && figure.texts > 2 && figure.caption.length > 3, JSON.stringify(figure));
    assert.ok(figures.slice(0, 2).every((figure) => figure.paths >= 2), JSON.stringify(figures));
    assert.deepEqual(await page.locator("img").evaluateAll((images) => images.filter((image) => !image.complete || image.naturalWidth === 0).length), 0);
    assert.doesNotMatch(html, /var\(--|NaN|undefined|\{\w+\}/);
    const text = await page.locator("body").innerText();
    for (const row of rows) assert.ok(text.includes(row.last.replace(" %", "")), `${row.last} in ${lang}`);
    assert.deepEqual(asked.filter((url) => !url.startsWith("data:") && url !== "about:blank"), []);
    assert.deepEqual(other.errors, []);
    await page.close();
    await other.page.close();
  }
  await context.close();
});

test("on a phone, in Chinese and by touch, an experiment goes from its question to its end", { timeout: 240_000 }, async () => {
  const context = await world.browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, acceptDownloads: true });
  const experiment = await Experiment.open(context, world.site.address, QUERY.replace("seeds=1,2", "seeds=1"), "zh");
  const { page } = experiment;
  const is_chinese = async (what) => assert.match(await what.innerText(), /\p{Script=Han}/u);
  await is_chinese(page.getByRole("heading", { level: 1 }));
  await is_chinese(page.getByTestId("runs-note"));
  await page.getByTestId("start").tap();
  await experiment.reach("finished", 120);
  // The table may be a frame behind the state.
  await experiment.rows_when((rows) => rows.length === 2 && rows.every((row) => row.state === "finished" && row.n_steps === 14), 10);
  await is_chinese(page.locator(".state__label"));
  await is_chinese(page.getByTestId("verdicts").locator("li").first());
  // What is told by pointing is told by a finger too.
  const chart = page.getByTestId("loss-chart").locator(".bandbox");
  await chart.scrollIntoViewIfNeeded();
  const { x, y, width, height } = await chart.boundingBox();
  await page.touchscreen.tap(x + width / 2, y + height / 2);
  const boxes = page.locator('[data-testid="runs"] input[type="checkbox"]');
  await boxes.nth(0).tap();
  await boxes.nth(1).tap();
  await is_chinese(page.getByTestId("mcnemar"));
  assert.match(await page.getByTestId("mcnemar").innerText(), /20 张.*p = /s);
  const report = readFileSync((await experiment.save("report")).path, "utf8");
  assert.match(report, /^# Fovea/);
  assert.match(report, /## \p{Script=Han}/u);
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= 390);
  const small = await page.locator(".ablation button:visible, .ablation select:visible, .ablation summary:visible").evaluateAll((all) =>
    all.filter((one) => { const { height } = one.getBoundingClientRect(); return height > 0 && height < 43.5; }).map((one) => `${one.outerHTML.slice(0, 80)} ${one.getBoundingClientRect().height}`),
  );
  assert.deepEqual(small, []);
  assert.deepEqual(experiment.errors, []);
  await context.close();
});
