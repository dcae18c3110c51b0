/// Python that compares with timm itself.
enum OracleScripts {
    private static let preamble = """
        import copy, json, sys
        import numpy as np
        import torch
        import timm
        from safetensors.torch import load_file
        torch.manual_seed(0)
        torch.set_num_threads(1)

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

        """

    /// VARIANT WEIGHTS: prints the lowest and the highest deviation of a layer's output, for noise and for
    /// smooth pictures, and how much the logits differ between images.
    static let activations =
        preamble + """
            model = network(sys.argv[1], sys.argv[2])
            def watched(name):
                parts = name.split(".")
                return name == "stem" or parts[-1] in ("act", "token_mixer", "channel_mixer", "downsample") \\
                    or (len(parts) == 4 and parts[2] == "blocks")
            report = {}
            for kind, batch in (("noise", torch.randn(4, 3, 224, 224)), ("photographs", photographs(4, 224))):
                deviations, dead = [], []
                def watch(name):
                    def hook(module, inputs, output):
                        if ".se." in name: return
                        deviations.append(float(output.std()))
                        dead.append(float((output.std((0, 2, 3)) < 0.02).float().mean()))
                    return hook
                handles = [module.register_forward_hook(watch(name))
                           for name, module in model.named_modules() if watched(name)]
                with torch.no_grad():
                    logits = model(batch)
                for handle in handles:
                    handle.remove()
                report[kind] = dict(lowest=min(deviations), highest=max(deviations), dead=max(dead),
                                    logits=float(logits.std()), betweenImages=float(logits.std(0).mean()))
            print(json.dumps(report))
            """

    /// VARIANT WEIGHTS MODEL.onnx [MODEL.onnx ...]: how far the float32 models are from timm's unfused model in
    /// float64, as the largest difference of a logit, over 8 images: the mean and the largest of them.
    static let distances =
        preamble + """
            import onnx, onnxruntime
            variant, weights, paths = sys.argv[1], sys.argv[2], sys.argv[3:]
            model = network(variant, weights)
            fused = copy.deepcopy(model)
            fused.fuse()
            exact = copy.deepcopy(model).double()
            def session(path):
                onnx.checker.check_model(path, full_check=True)
                options = onnxruntime.SessionOptions()
                options.intra_op_num_threads = 1
                return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
            sessions = [session(path) for path in paths]
            size = sessions[0].get_inputs()[0].shape[2]
            images = torch.cat([torch.randn(4, 3, size, size), photographs(4, size)])
            with torch.no_grad():
                truth = torch.cat([exact(image[None].double()) for image in images]).numpy()
                torchs = torch.cat([fused(image[None]) for image in images]).numpy()
            def distance(logits):
                worst = np.abs(logits.astype(np.float64) - truth).max(1)
                return dict(mean=float(worst.mean()), largest=float(worst.max()))
            outputs = [np.concatenate([session.run(None, {"data": image[None].numpy()})[0] for image in images])
                       for session in sessions]
            graph = onnx.load(paths[0]).graph
            parameters = sum(int(np.prod(tensor.dims)) for tensor in graph.initializer if len(tensor.dims))
            print(json.dumps(dict(
                timm=distance(torchs), exported=[distance(output) for output in outputs],
                largestLogit=float(np.abs(truth).max()), parameters=parameters,
                convolutions=sum(node.op_type == "Conv" for node in graph.node), nodes=len(graph.node),
                classes=truth.shape[1])))
            """
}
