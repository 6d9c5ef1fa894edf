"""Runs generated networks: python check.py FOLDER, which holds NAME.py and NAME.safetensors for each.

A file of tensors has the weights as weight.KEY, images and logits. The keys must be those of the state_dict, and the logits
must agree to 1e-5, by norm; the exit status is 1 where one does not.
"""

import importlib.util
import pathlib
import sys

import torch
from safetensors.torch import load_file

TOLERANCE = 1e-5


def check(path):
    spec = importlib.util.spec_from_file_location(path.stem.replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    network = module.Network().eval()
    tensors = load_file(path.with_suffix(".safetensors"))
    weights = {name[len("weight."):]: value for name, value in tensors.items() if name.startswith("weight.")}
    # PyTorch counts the batches of batch normalisation; nothing reads the count.
    keys = {key for key in network.state_dict() if not key.endswith("num_batches_tracked")}
    if keys != set(weights):
        return f"keys differ: {sorted(keys ^ set(weights))}"
    network.load_state_dict(weights)
    with torch.no_grad():
        logits = network(tensors["images"])
    if logits.shape != tensors["logits"].shape:
        return f"the output is {tuple(logits.shape)}"
    difference = ((logits - tensors["logits"]).norm() / tensors["logits"].norm()).item()
    if not difference <= TOLERANCE:
        return f"the logits differ by {difference:.1e}"
    print(f"{path.stem}: {len(keys)} keys, {difference:.1e}")
    return None


def main():
    paths = sorted(pathlib.Path(sys.argv[1]).glob("*.py"))
    problems = []
    for path in paths:
        try:
            problem = check(path)
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
        if problem:
            problems.append(f"{path.stem}: {problem}")
    print("\n".join(problems), file=sys.stderr)
    sys.exit(1 if problems or not paths else 0)


if __name__ == "__main__":
    main()
