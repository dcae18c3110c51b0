"""The documented recipe: timm model, TorchScript export at opset 11, onnxsim.

python export_recipe.py VARIANT WEIGHTS.safetensors OUT.onnx
"""

import sys

import onnx
import timm
import torch
from onnxsim import simplify
from safetensors.torch import load_file

variant, weights, out = sys.argv[1:]
model = timm.create_model("repvit_" + variant, pretrained=False)
model.load_state_dict(load_file(weights))
model.eval()
torch.onnx.export(
    model,
    torch.randn(1, 3, 224, 224),
    out,
    opset_version=11,
    dynamo=False,
    input_names=["data"],
    output_names=["output"],
)
simplified, same = simplify(out)
assert same
onnx.save(simplified, out)
