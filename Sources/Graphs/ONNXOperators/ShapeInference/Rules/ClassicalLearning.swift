internal import ONNX

/// The domain `ai.onnx.ml`.
enum ClassicalLearning {
    static func extractFeatures(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0), data.count != 1 else { return }
        var count = Dimension.unknown
        if let indices = context.shape(1), !indices.isEmpty { count = try context.product(indices) }
        context.set(0, type, data.dropLast() + [count])
    }

    static func castMap(_ context: inout NodeContext) throws {
        switch try context.node.text("cast_to", default: "TO_FLOAT") {
        case "TO_FLOAT": context.set(0, .float, nil)
        case "TO_INT64": context.set(0, .int64, nil)
        case "TO_STRING": context.set(0, .string, nil)
        default: break
        }
    }

    static func mapCategories(_ context: inout NodeContext) throws {
        guard let numbers = try context.node.integers("cats_int64s"), let texts = strings(context, "cats_strings")
        else {
            throw context.failure("'cats_int64s' or 'cats_strings' is missing")
        }
        guard numbers.count == texts else { throw context.failure("\(numbers.count) numbers for \(texts) strings") }
        switch context.elementType(0) {
        case .string: context.set(0, .int64, context.shape(0))
        case .int64: context.set(0, .string, context.shape(0))
        default: break
        }
    }

    static func vectorizeDictionary(_ context: inout NodeContext) throws {
        guard case .map(_, .tensor(let type, _)) = try context.knownType(0) else { return }
        context.set(0, type, nil)
    }

    static func oneHot(_ context: inout NodeContext) throws {
        let numbers = try context.node.integers("cats_int64s")?.count
        let texts = strings(context, "cats_strings")
        guard (numbers == nil) != (texts == nil) else { throw context.failure("it takes one kind of categories") }
        guard let data = context.shape(0) else { return }
        context.set(0, .float, data + [.fixed(numbers ?? texts ?? 0)])
    }

    static func zipMap(_ context: inout NodeContext) throws {
        if let data = context.shape(0), data.count != 1, data.count != 2 {
            throw context.failure("it takes 1 or 2 axes, found \(data.text)")
        }
        var key = ElementType.undefined
        if (strings(context, "classlabels_strings") ?? 0) > 0 { key = .string }
        if try context.node.integers("classlabels_int64s")?.isEmpty == false { key = .int64 }
        context.set(0, .sequence(.map(key: key, value: .tensor(.float, shape: []))))
    }

    static func encodeLabels(_ context: inout NodeContext) throws {
        if context.opset < 2 {
            switch context.elementType(0) {
            case .string: context.set(0, .int64, nil)
            case .int64: context.set(0, .string, nil)
            default: break
            }
            return
        }
        guard let keys = try labels(context, "keys") else { throw context.failure("it has no keys") }
        guard keys.type == context.elementType(0) else {
            throw context.failure("keys of \(keys.type) for another input")
        }
        guard let values = try labels(context, "values") else { throw context.failure("it has no values") }
        if context.opset >= 4 {
            guard keys.count == values.count else {
                throw context.failure("\(keys.count) keys for \(values.count) values")
            }
            if let other = try context.node.tensor("default_tensor"), other.elementType != .undefined {
                guard other.elementType == values.type, other.shape == [1] else {
                    throw context.node.refusal("default_tensor", "it is no single \(values.type)")
                }
            }
        }
        context.set(0, values.type, context.shape(0))
    }

    /// The one list of keys or values that the node has.
    private static func labels(_ context: NodeContext, _ prefix: String) throws -> (
        type: ElementType, count: Int
    )? {
        var found: (ElementType, Int)?
        for attribute in context.node.attributes where attribute.name.hasPrefix(prefix + "_") {
            if found != nil { throw context.failure("it has several lists of \(prefix)") }
            switch attribute.value {
            case .strings(let values): found = (.string, values.count)
            case .integers(let values): found = (.int64, values.count)
            case .floats(let values): found = (.float, values.count)
            case .tensor(let tensor):
                guard tensor.shape.count == 1 else { throw context.node.refusal(attribute.name, "it is no list") }
                found = (tensor.elementType, tensor.shape[0])
            default: throw context.node.refusal(attribute.name, "found \(attribute.value.summary)")
            }
        }
        return found
    }

    /// How many strings an attribute has; `nil` if it is not there.
    private static func strings(_ context: NodeContext, _ name: String) -> Int? {
        if case .strings(let values) = context.node.attribute(name) { values.count } else { nil }
    }

    // MARK: Classifiers

    /// Labels `[batch]` and scores `[batch, classes]`.
    static func linearClassifier(_ context: inout NodeContext) throws {
        let texts = strings(context, "classlabels_strings") ?? 0
        let label: ElementType = texts > 0 ? .string : .int64
        let labels = texts > 0 ? texts : try context.node.integers("classlabels_ints")?.count ?? 0
        var classes = try context.node.floats("intercepts")?.count ?? 0
        if classes == 1, labels == 2 { classes = 2 }
        let batch = try batch(context)
        context.set(0, label, [batch])
        context.set(1, .float, [batch, .fixed(classes)])
    }

    private static func batch(_ context: NodeContext) throws -> Dimension {
        guard let data = context.shape(0) else { return .unknown }
        guard data.count == 1 || data.count == 2 else {
            throw context.failure("it takes 1 or 2 axes, found \(data.text)")
        }
        return data.count == 1 ? 1 : data[0]
    }

    static func label(_ context: inout NodeContext) throws {
        context.set(0, (strings(context, "classlabels_strings") ?? 0) > 0 ? .string : .int64, nil)
    }

    static func treeClassifier(_ context: inout NodeContext) throws {
        guard context.opset >= 3 else { return try label(&context) }
        try checkTensors(context, ["nodes_values", "nodes_hitrates", "class_weights", "base_values"])
        let texts = strings(context, "classlabels_strings") ?? 0
        let batch = try context.shape(0, rank: 2)?[0] ?? .unknown
        let count = texts > 0 ? texts : try context.node.integers("classlabels_int64s")?.count ?? 0
        guard count > 0 else { throw context.failure("it has no class labels") }
        context.set(0, texts > 0 ? .string : .int64, [batch])
        context.set(1, .float, [batch, .fixed(count)])
    }

    static func treeRegressor(_ context: inout NodeContext) throws {
        try checkTensors(context, ["nodes_values", "nodes_hitrates", "target_weights", "base_values"])
        let batch = try context.shape(0, rank: 2)?[0] ?? .unknown
        let targets = try context.node.integerIfPresent("n_targets")
        context.set(0, .float, [batch, targets.map { .fixed($0) } ?? .unknown])
    }

    /// Numbers are stated either as floats or as a tensor.
    private static func checkTensors(_ context: NodeContext, _ names: [String]) throws {
        for name in names
        where context.node.attribute(name) != nil && context.node.attribute(name + "_as_tensor") != nil {
            throw context.node.refusal(name, "it stands beside \(name)_as_tensor")
        }
    }

    static func treeEnsemble(_ context: inout NodeContext) throws {
        let batch = try context.shape(0, rank: 2)?[0] ?? .unknown
        guard let type = context.elementType(0) else { throw context.failure("the type of input 0 is unknown") }
        guard let splits = try context.node.tensor("nodes_splits"), splits.shape.count == 1 else {
            throw context.node.refusal("nodes_splits", "it is no list")
        }
        guard splits.elementType == type else { throw context.node.refusal("nodes_splits", "it is not \(type)") }
        let count = splits.shape[0]
        for (name, element, isRequired) in [
            ("nodes_featureids", nil, true), ("nodes_hitrates", ElementType.float, false),
            ("nodes_modes", .uint8, true), ("nodes_truenodeids", nil, true), ("nodes_falsenodeids", nil, true),
            ("nodes_trueleafs", nil, true), ("nodes_falseleafs", nil, true),
            ("nodes_missing_value_tracks_true", nil, false),
        ] as [(String, ElementType?, Bool)] {
            try checkList(context, name, element, isRequired, count)
        }
        for name in ["membership_values", "leaf_weights"] {
            guard let tensor = try context.node.tensor(name) else { continue }
            guard tensor.elementType == type else { throw context.node.refusal(name, "it is not \(type)") }
        }
        guard let weights = try context.node.tensor("leaf_weights"),
            let targets = try context.node.integers("leaf_targetids")
        else { throw context.failure("'leaf_targetids' or 'leaf_weights' is missing") }
        guard weights.shape == [targets.count] else {
            throw context.node.refusal("leaf_weights", "it is no list of \(targets.count)")
        }
        let outputs = try context.node.integerIfPresent("n_targets")
        context.set(0, type, [batch, outputs.map { .fixed($0) } ?? .unknown])
    }

    private static func checkList(
        _ context: NodeContext, _ name: String, _ element: ElementType?, _ isRequired: Bool, _ count: Int
    ) throws {
        switch context.node.attribute(name) {
        case nil: if isRequired { throw context.node.refusal(name, "it is missing") }
        case .integers(let values) where element == nil && values.count == count: break
        case .tensor(let tensor) where tensor.elementType == element && tensor.shape == [count]: break
        default: throw context.node.refusal(name, "it is no list of \(count)")
        }
    }
}
