// What may come between the start and the end: a crash of the tab and the end of the browser, a hidden tab, a frozen one.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Experiment } from "./experiment.mjs";
import { around_tests, browse_from } from "./support.mjs";
import { Tabs } from "./tabs.mjs";

const world = around_tests();
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

test("a run taken up after its tab has crashed has the losses of the run that was never interrupted", { timeout: 400_000 }, async () => {
  const query = "nets=dilated-s&seeds=3&data=scales&images=3200&test_images=20&epochs=3&batch=32&engine=cpu";
  const open = (context) => Experiment.open(context, world.site.address, query);
  const losses = async (experiment) => {
    await experiment.reach("finished", 200);
    const { runs } = await experiment.record();
    assert.deepEqual(experiment.errors, []);
    return runs[0].losses;
  };
  const whole = await world.browser.newContext({ acceptDownloads: true });
  const uninterrupted = await open(whole);
  await uninterrupted.press("start");
  const expected = await losses(uninterrupted);
  assert.equal(expected.length, 300); // 3 · 3200 / 32
  await whole.close();

  const folder = mkdtempSync(join(tmpdir(), "fovea-crash-"));
  try {
    const before = await browse_from(folder);
    const killed = await open(before);
    await killed.press("start");
    await killed.rows_when((rows) => rows.length === 1 && rows[0].n_steps > 120, 200);
    await sleep(1200);
    const crashed = killed.page.waitForEvent("crash");
    const session = await before.newCDPSession(killed.page);
    session.send("Page.crash").catch(() => undefined); // nobody is left to answer
    await crashed;
    // The browser goes too: what is taken up comes from the disk.
    await before.close();

    const after = await browse_from(folder);
    const again = await open(after);
    await again.reach("paused", 30);
    const { n_steps } = (await again.rows())[0];
    assert.ok(n_steps >= 100 && n_steps < 300, `${n_steps} steps`);
    await again.press("resume");
    assert.deepEqual(await losses(again), expected);
    await after.close();
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

test("a hidden tab trains on; one that the browser freezes says so when it is back", { timeout: 240_000 }, async () => {
  const tabs = new Tabs();
  try {
    const query = "nets=dilated-s&seeds=1&data=scales&images=10000&test_images=20&epochs=20&batch=32&engine=cpu&lang=en";
    const tab = await tabs.open(`${world.site.address}/ablation/?${query}`);
    await tab.until("document.querySelector('[data-testid=start]') !== null", 30);
    await tab.value("document.querySelector('[data-testid=start]').click()");
    const steps = "Number([...document.querySelectorAll('[data-testid=runs] tbody td')].map((cell) => /^(\\d+) \\/ \\d+$/.exec(cell.innerText)?.[1]).find(Boolean) ?? 0)";
    const note = "document.querySelector('[data-testid=frozen-note]')?.innerText ?? ''";
    /** What is shown once `act` is over and the table, which waits for frames, has moved on. */
    const steps_after = async (act) => {
      const before = await tab.value(steps);
      await act();
      return [before, await tab.until(`${steps} > ${before} && ${steps}`, 30)];
    };
    await tab.until(`${steps} > 5`, 60);
    const [first, last] = await steps_after(() => sleep(5000));
    const per_second = (last - first) / 5;

    const hide = async () => {
      const other = await tabs.open("about:blank");
      await tab.until("document.visibilityState === 'hidden'", 10);
      return other;
    };
    // Its timers and frames come seldom or not at all; what is trained does not wait for them.
    const [seen, back] = await steps_after(async () => {
      await hide();
      await sleep(8000);
      assert.equal(await tab.value("document.visibilityState"), "hidden");
      await tab.to_front();
    });
    assert.ok(back - seen > 0.5 * 8 * per_second, `${back - seen} steps in 8 s, ${per_second} a second before`);
    assert.equal(await tab.value(note), "");

    const [left, again] = await steps_after(async () => {
      await hide();
      await tab.become("frozen");
      await sleep(6000);
      await tab.become("active");
      await tab.to_front();
    });
    assert.match(await tab.until(note, 20), /the browser froze it for 0:0[5-9]/);
    // It stood still, as the page says, and goes on.
    assert.ok(again - left < 0.5 * 6 * per_second, `${again - left} steps around 6 s, ${per_second} a second before`);
    await tab.until(`${steps} > ${again}`, 30);
  } finally {
    await tabs.close();
  }
});
