internal import Diagnostics
internal import ONNX
internal import ONNXOperators

/// An image model's inputs are float tensors `[1, C, H, W]`; larger batches are made by the mapper's `input_batch`.
enum MapperInputCheck: ModelCheck {
    static let rules = [rule]
    static let rule = CheckRule(
        "mapper-input", .mapper,
        summary: "inputs are float tensors [1, C, H, W]",
        reason: """
            hb_mapper quantizes a float model, and lays out its memory for one image. Larger batches are made by input_batch \
            in its configuration, out of a model with batch 1.
            """,
        fix: "Export the float32 model with a sample image of batch 1.",
        example: "input: {name: 'image', type: float [8, 3, 224, 224]}")

    static func findings(in context: CheckContext) -> [Finding] {
        let initializers = Set(context.model.graph.initializers.map(\.name))
        let inputs = context.model.graph.inputs.filter { !initializers.contains($0.name) }
        if inputs.isEmpty { return [none] }
        return inputs.flatMap { input -> [Finding] in
            guard case .tensor(let type, let shape) = input.type else { return [notATensor(input.name)] }
            var findings: [Finding] = []
            if type != .float { findings.append(wrongType(input.name, type)) }
            guard let shape else { return findings + [notFourAxes(input.name, "an unknown shape")] }
            if shape.count != 4 {
                findings.append(notFourAxes(input.name, shape.text))
            } else if shape[0] != 1 {
                findings.append(batch(input.name, shape))
            }
            return findings
        }
    }

    static let none = rule.error("the model has no input")

    static func notATensor(_ name: String) -> Finding {
        rule.error("input '\(name)' is no tensor")
    }

    static func wrongType(_ name: String, _ type: ElementType) -> Finding {
        rule.error(
            "input '\(name)' is \(type), and hb_mapper quantizes from float",
            fix: "export the float32 model")
    }

    static func notFourAxes(_ name: String, _ shape: String) -> Finding {
        rule.error(
            "input '\(name)' has \(shape), expected [1, C, H, W]",
            fix: "export with a sample image of batch 1")
    }

    static func batch(_ name: String, _ shape: [Dimension]) -> Finding {
        rule.error(
            "input '\(name)' is \(shape.text), expected batch 1",
            fix: "export with batch 1 and set input_batch in the mapper's configuration for more")
    }
}
