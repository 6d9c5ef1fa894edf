// The ablation lab of an open page, by its test ids; and experiments as files.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

export class Experiment {
  constructor(page) {
    this.page = page;
    this.errors = [];
    page.on("pageerror", (error) => this.errors.push(error.message));
  }

  static async open(context, address, query, lang = "en") {
    const experiment = new Experiment(await context.newPage());
    await experiment.page.goto(`${address}/ablation/?${query}&lang=${lang}`);
    await experiment.page.getByRole("heading", { level: 1 }).waitFor();
    return experiment;
  }

  press(id) {
    return this.page.getByTestId(id).click();
  }

  /** So many runs may go on at a time. */
  at_a_time(n) {
    return this.page.locator('select[name="slots"]').selectOption(String(n));
  }

  /** Waits until the whole experiment is in `state`. */
  reach(state, seconds) {
    const shown = this.page.getByTestId("experiment-state").filter({ hasText: new RegExp(`^${state}$`) });
    return shown.waitFor({ state: "attached", timeout: seconds * 1000 });
  }

  /** The rows of the table: variant, seed, state, steps done, last accuracy. */
  rows() {
    return this.page.locator('[data-testid="runs"] tbody tr').evaluateAll((rows) =>
      rows.map((row) => {
        const texts = [...row.children].map((cell) => cell.innerText.trim());
        const steps = texts.find((text) => /^\d+ \/ \d+$/.test(text));
        return {
          variant: row.dataset.variant,
          seed: Number(row.dataset.seed),
          state: row.dataset.state,
          n_steps: Number(steps.split("/")[0]),
          last: texts.findLast((text) => /^[\d.]+ %$/.test(text)) ?? "",
        };
      }),
    );
  }

  /** Waits until `holds` of the rows, looked at often; the rows then. */
  async rows_when(holds, seconds) {
    for (const until = Date.now() + seconds * 1000; ; ) {
      const rows = await this.rows();
      if (holds(rows)) return rows;
      if (Date.now() > until) throw new Error(`after ${seconds} s: ${JSON.stringify(rows)}`);
      await this.page.waitForTimeout(50);
    }
  }

  async save(id) {
    const [download] = await Promise.all([this.page.waitForEvent("download"), this.press(id)]);
    return { path: await download.path(), name: download.suggestedFilename() };
  }

  /** The text of the experiment's file. */
  async json() {
    return readFileSync((await this.save("json")).path, "utf8");
  }

  /** The record on the page, as its file says it. */
  async record() {
    return JSON.parse(await this.json()).record;
  }

  /** Opens the experiment in `text`, the text of a file. */
  take(text) {
    const buffer = Buffer.from(text);
    return this.page.getByTestId("import").setInputFiles({ name: "experiment.json", mimeType: "application/json", buffer });
  }
}

/** The text of `record` in the file `text`, as it was written: its numbers are not read on the way. */
export function record_text(text) {
  return text.slice(text.indexOf('"record":') + '"record":'.length, text.lastIndexOf("}"));
}

/** The file of a record that is written as the page writes it. */
export function signed(record) {
  const sum = createHash("sha256").update(record).digest("hex");
  return `{"fovea_experiment":1,"sha256":"${sum}","record":${record}}`;
}
