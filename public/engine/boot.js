// Starts an engine inside a worker, or reports its WebGPU adapter.
//
//   boot.js?js=engine_cpu-<build>.js&wasm=engine_cpu-<build>_bg.wasm    loads that engine, which then speaks for itself
//   boot.js?probe=1                                                    posts { adapter: {…} | null }, downloads nothing
//
// What goes wrong before the engine can speak is posted as { failure: "download" | "bug", file, message }.

const query = new URL(self.location.href).searchParams;
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|basic render/i;
const PROBE_MS = 5000;

function fail(failure, file, error) {
  self.postMessage({ failure, file, message: String(error?.message ?? error) });
}

// The fields of AdapterReport in src/bridge/protocol.rs.
function describe(adapter) {
  const { info = {}, limits, features } = adapter;
  const words = [info.architecture, info.description, info.device].join(" ");
  return {
    vendor: info.vendor ?? "",
    architecture: info.architecture ?? "",
    description: info.description ?? "",
    is_software: Boolean(info.isFallbackAdapter ?? adapter.isFallbackAdapter) || SOFTWARE.test(words),
    has_timestamp_query: features.has("timestamp-query"),
    max_buffer_bytes: limits.maxStorageBufferBindingSize,
    max_invocations: limits.maxComputeInvocationsPerWorkgroup,
  };
}

async function probe() {
  let adapter = null;
  try {
    const late = new Promise((resolve) => setTimeout(resolve, PROBE_MS, null));
    adapter = await Promise.race([navigator.gpu?.requestAdapter({ powerPreference: "high-performance" }), late]);
  } catch {
    // A browser that throws here has no usable WebGPU.
  }
  self.postMessage({ adapter: adapter ? JSON.stringify(describe(adapter)) : null });
}

// Only files beside this one, under the names that the build gives them.
function beside(name) {
  if (!/^engine_(cpu|gpu)[\w-]*\.(js|wasm)$/.test(name ?? "")) {
    throw new Error(`"${name}" is not the name of an engine's file`);
  }
  return new URL(name, import.meta.url);
}

async function boot() {
  // Errors outside of Rust's own panics would otherwise stay inside the worker.
  self.addEventListener("unhandledrejection", (event) => fail("bug", "", event.reason));
  let engine, wasm;
  try {
    engine = await import(beside(query.get("js")));
    const response = await fetch(beside(query.get("wasm")));
    if (!response.ok) throw new Error(`status ${response.status}`);
    wasm = await WebAssembly.compile(await response.arrayBuffer());
  } catch (error) {
    fail("download", query.get("wasm") ?? "", error);
    return;
  }
  try {
    await engine.default({ module_or_path: wasm });
  } catch (error) {
    fail("bug", query.get("wasm"), error);
  }
}

// Not awaited: a module that still evaluates may hold back the messages to its worker.
if (query.has("probe")) {
  probe();
} else {
  boot();
}
