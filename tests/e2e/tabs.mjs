// A browser with real tabs, spoken to through a pipe: Playwright keeps every page in view, so that none is ever hidden.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A window with tabs; `open` opens one in front of the others. */
export class Tabs {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "fovea-tabs-"));
    const flags = ["--headless=new", "--no-sandbox", "--remote-debugging-pipe", `--user-data-dir=${this.folder}`];
    // The browser reads commands from its third file and writes answers to its fourth, a zero after each.
    this.program = spawn(process.env.FOVEA_CHROMIUM, [...flags, "about:blank"], { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] });
    this.waiting = new Map();
    let rest = "";
    this.program.stdio[4].on("data", (bytes) => {
      const parts = (rest + bytes).split("\0");
      rest = parts.pop();
      for (const { id, result, error } of parts.map((part) => JSON.parse(part))) this.waiting.get(id)?.({ result, error });
    });
  }

  async send(method, params = {}, sessionId = undefined) {
    const id = this.waiting.size + 1;
    const { result, error } = await new Promise((resolve) => {
      this.waiting.set(id, resolve);
      this.program.stdio[3].write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
    assert.equal(error, undefined, `${method}: ${JSON.stringify(error)}`);
    return result;
  }

  async open(url) {
    const { targetId } = await this.send("Target.createTarget", { url });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    return new Tab(this, targetId, sessionId);
  }

  async close() {
    const ended = new Promise((resolve) => this.program.once("exit", resolve));
    this.program.kill();
    await ended;
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

class Tab {
  constructor(tabs, targetId, sessionId) {
    Object.assign(this, { tabs, targetId, sessionId });
  }

  /** The value of a JavaScript expression in the page. */
  async value(expression) {
    const { result, exceptionDetails } = await this.tabs.send("Runtime.evaluate", { expression, returnByValue: true }, this.sessionId);
    assert.equal(exceptionDetails, undefined, JSON.stringify(exceptionDetails));
    return result.value;
  }

  /** Waits until the expression is true; its value then. */
  async until(expression, seconds) {
    for (const end = Date.now() + seconds * 1000; ; ) {
      const value = await this.value(expression);
      if (value) return value;
      assert.ok(Date.now() < end, `after ${seconds} s not true: ${expression}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  to_front() {
    return this.tabs.send("Target.activateTarget", { targetId: this.targetId });
  }

  /** `frozen` as browsers do it to hidden tabs, or `active` again. */
  become(state) {
    return this.tabs.send("Page.setWebLifecycleState", { state }, this.sessionId);
  }
}
