// Placeholder until the bridge brings the engine's boot module.
