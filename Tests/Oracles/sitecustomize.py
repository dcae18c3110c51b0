"""Lets torchvision load beside a CPU-only torch.

PyPI's torchvision is built against CUDA; beside a CPU-only torch its compiled operators do not load,
and the import then stops at the first operator that it wants to describe. Declaring those operators is
enough for its transforms, which are all that timm and the tests use.
"""
import sys


class DeclareOperatorsFirst:
    def find_spec(self, name, path=None, target=None):
        if name == "torchvision":
            sys.meta_path.remove(self)
            import torch

            if not torch.cuda.is_available():
                for operator in ("nms", "qnms"):
                    torch.library.define(f"torchvision::{operator}", "(Tensor a, Tensor b, float c) -> Tensor")
        return None


sys.meta_path.insert(0, DeclareOperatorsFirst())
