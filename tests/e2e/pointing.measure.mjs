// How long pointing takes on the stack of a deep network: from the event to the end of what it sets off, and frame by frame.
// Not a test: `node tests/e2e/pointing.measure.mjs [net]`, with the variables of the journeys, on a page that is built.
import { browse, serve } from "./support.mjs";

const net = process.argv[2] ?? "alexnet";
const N = 200;
const site = await serve();
const browser = await browse();
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  await page.goto(`${site.address}/receptive-field/?step=image&net=${net}&lang=en`);
  await page.getByTestId("reading").waitFor();
  await page.waitForTimeout(1000);
  const { script, frames } = await page.evaluate(async (n) => {
    const svg = document.querySelector("[data-testid=stack] svg");
    const box = svg.getBoundingClientRect();
    const point = (idx) => {
      // A walk over the whole picture, each step far from the last.
      const [x, y] = [(idx * 0.618034) % 1, (idx * 0.7548777) % 1];
      const [clientX, clientY] = [box.left + box.width * (0.2 + 0.6 * x), box.top + box.height * y];
      svg.dispatchEvent(new PointerEvent("pointermove", { clientX, clientY, bubbles: true }));
    };
    const task = () =>
      new Promise((resolve) => {
        const channel = new MessageChannel();
        channel.port1.onmessage = resolve;
        channel.port2.postMessage(0);
      });
    const frame = () => new Promise(requestAnimationFrame);
    const script = [];
    for (let idx = 0; idx < n; idx += 1) {
      await frame();
      const mark = `pointing ${idx}`;
      performance.mark(mark);
      point(idx);
      await task();
      svg.getBoundingClientRect(); // what layout costs belongs to it
      script.push(performance.measure(mark, mark).duration);
    }
    const frames = [];
    let before = await frame();
    for (let idx = 0; idx < n; idx += 1) {
      point(idx + 0.5);
      const now = await frame();
      frames.push(now - before);
      before = now;
    }
    return { script, frames };
  }, N);
  const share = (times, part) => times.toSorted((a, b) => a - b)[Math.floor(part * (times.length - 1))].toFixed(1);
  console.log(`${net}, ${N} points, ${await browser.version()}`);
  console.log(`event to layout: median ${share(script, 0.5)} ms, p95 ${share(script, 0.95)} ms, most ${share(script, 1)} ms`);
  console.log(`frame to frame while pointing: median ${share(frames, 0.5)} ms, p95 ${share(frames, 0.95)} ms`);
} finally {
  await browser.close();
  site.stop();
}
