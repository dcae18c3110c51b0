/// Python that compares with timm itself.
enum OracleScripts {
    static let preamble = """
        import sys
        import copy, json
        import numpy as np
        import torch
        import timm
        from safetensors.torch import load_file
        torch.manual_seed(0)

        def network(variant, weights):
            state = load_file(weights)
            distilled = any("head_dist" in name for name in state)
            model = timm.create_model("repvit_" + variant, num_classes=state["head.head.l.weight"].shape[0],
                                      distillation=distilled)
            model.load_state_dict(state)
            return model.eval()

        def photographs(count, size):
            "Smooth random pictures with the correlation of photographs: a sum of noise at several scales."
            pictures = 0
            for side in (4, 8, 16, 32, 64, size):
                noise = torch.randn(count, 3, side, side) + torch.randn(count, 1, side, side) * 2
                pictures = pictures + torch.nn.functional.interpolate(noise, size, mode="bilinear") * (4 / side) ** 0.5
            mean, std = pictures.mean((0, 2, 3), keepdim=True), pictures.std((0, 2, 3), keepdim=True)
            return (pictures - mean) / std

        def images(size):
            return torch.cat([torch.randn(4, 3, size, size), photographs(4, size)])
        """

    /// Prints the deviation of every block's output, and how much the logits differ between images.
    static let activations = preamble + """

        model = network(sys.argv[1], sys.argv[2])
        deviations = {"noise": [], "photographs": []}
        dead = []
        def watch(name, kind):
            def hook(module, inputs, output):
                deviations[kind].append((name, float(output.std())))
                channels = output.std((0, 2, 3)) if output.dim() == 4 else output.std(0)
                dead.append((float((channels < 0.02).float().mean()), name))
            return hook
        result = {}
        with torch.no_grad():
            for kind, batch in (("noise", torch.randn(6, 3, 224, 224)), ("photographs", photographs(6, 224))):
                handles = [module.register_forward_hook(watch(name, kind)) for name, module in model.named_modules()
                           if name and (name.split(".")[-1].isdigit() and name.count(".") == 3 or name.endswith("downsample")
                                        or name.endswith(("act", "token_mixer", "gate", "channel_mixer")) or name == "stem")]
                logits = model(batch)
                for handle in handles: handle.remove()
                result[kind] = dict(lowest=min((d, n) for n, d in deviations[kind]), highest=max((d, n) for n, d in deviations[kind]),
                                    logits=float(logits.std()), between=float(logits.std(0).mean()))
        result["dead"] = max(dead)
        print(json.dumps(result))
        """
}
