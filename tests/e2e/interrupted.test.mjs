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
    await tab.until(`${steps} > 5`, 60);

    const other = await tabs.open("about:blank");
    await tab.until("document.visibilityState === 'hidden'", 10);
    const hidden_at = await tab.value(steps);
    // A hidden tab's timers may come once a second or more seldom; what is trained does not wait for them.
    await tab.until(`${steps} > ${hidden_at + 40}`, 60);
    assert.equal(await tab.value("document.visibilityState"), "hidden");
    assert.equal(await tab.value("document.querySelector('[data-testid=frozen-note]')"), null);

    await tab.become("frozen");
    await sleep(1000);
    const frozen_at = await tab.value(steps);
    await sleep(3000);
    assert.equal(await tab.value(steps), frozen_at);
    await tab.become("active");
    await tab.to_front();
    const note = await tab.until("document.querySelector('[data-testid=frozen-note]')?.innerText", 20);
    assert.match(note, /the browser froze it for 0:0[3-9]/);
    await tab.until(`document.visibilityState === 'visible' && ${steps} > ${frozen_at}`, 30);
    assert.equal(await other.value("1 + 1"), 2);
  } finally {
    await tabs.close();
  }
});
