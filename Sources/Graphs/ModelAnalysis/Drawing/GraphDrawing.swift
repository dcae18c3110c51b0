package import ONNX
package import ONNXOperators

/// What a drawing of a model shows: boxes for modules and layers down to a depth, and the values that go between them.
///
/// Where siblings repeat one after the other, as a network's blocks do, they are drawn once and counted.
package struct GraphDrawing: Sendable {
    struct Box: Sendable {
        enum Kind: Sendable { case input, output, module, layer }

        var kind: Kind
        /// The modules around it, outermost first.
        var scope: [String]
        var title: String
        /// How often each operator is in it, in the order of the graph.
        var operators: [(name: String, count: Int)] = []
        /// Of the last value that it produces.
        var type: ValueType?
        var parameters = 0
        var macs: Int? = 0
    }

    struct Edge: Sendable {
        var source: Int
        var target: Int
        var type: ValueType?
    }

    /// Modules that follow each other and are repeated, of which only the first round is drawn.
    struct Repetition: Sendable {
        /// The modules around them, outermost first.
        var scope: [String]
        /// The names of those that are drawn.
        var modules: [String]
        var count: Int
        /// `blocks.1 ... 14`
        var title: String
    }

    var boxes: [Box] = []
    var edges: [Edge] = []
    var repetitions: [Repetition] = []

    /// How many boxes are drawn.
    package var boxCount: Int { boxes.count }

    /// - Parameters:
    ///   - shapes: those of the model.
    ///   - depth: how many levels of modules are shown; a module at the last one is a single box.
    package init(_ model: Model, shapes: ShapeInference, depth: Int) {
        let list = LayerList(model, shapes: shapes)
        // Scopes are never deeper.
        let depth = min(max(1, depth), NameScope.depthLimit + 1)
        let whole = Builder(model, list, shapes, depth: depth)
        boxes = whole.boxes
        edges = whole.edges
        var folding = Folding(boxes)
        for level in 1...depth {
            let modules = level == depth ? whole : Builder(model, list, shapes, depth: level)
            folding.fold(RepeatedRounds.find(modules.boxes, modules.edges), level: level)
        }
        redraw(folding)
    }

    private mutating func redraw(_ folding: Folding) {
        guard !folding.repetitions.isEmpty else { return }
        let all = boxes
        var places: [Int: Int] = [:]
        boxes = []
        for (index, box) in all.enumerated() where folding.standIn(for: index) == index {
            places[index] = boxes.count
            boxes.append(box)
        }
        var drawn: Set<[Int]> = []
        edges = edges.compactMap { edge in
            guard let source = folding.standIn(for: edge.source).flatMap({ places[$0] }),
                let target = places[edge.target], source != target, drawn.insert([source, target]).inserted
            else { return nil }
            return Edge(source: source, target: target, type: edge.type)
        }
        repetitions = folding.repetitions
    }

    private struct Builder {
        let types: [String: ValueType]
        var boxes: [Box] = []
        var edges: [Edge] = []
        private var modules: [String: Int] = [:]
        /// The box that produces a value.
        private var sources: [String: Int] = [:]
        private var drawn: Set<[Int]> = []

        init(_ model: Model, _ list: LayerList, _ shapes: ShapeInference, depth: Int) {
            types = shapes.types
            for input in model.graph.realInputs {
                add(Box(kind: .input, scope: [], title: input.name, type: input.type), gives: input.name)
            }
            for layer in list.layers { add(layer, depth: depth) }
            for output in model.graph.outputs {
                add(Box(kind: .output, scope: [], title: output.name, type: output.type), takes: output.name)
            }
        }

        mutating func add(_ box: Box, gives value: String) {
            sources[value] = boxes.count
            boxes.append(box)
        }

        mutating func add(_ box: Box, takes value: String) {
            boxes.append(box)
            connect(value, to: boxes.count - 1)
        }

        mutating func add(_ layer: Layer, depth: Int) {
            let box: Int
            if layer.scope.count >= depth {
                let key = layer.scope[..<depth].joined(separator: "\u{0}")
                box = modules[key] ?? boxes.count
                modules[key] = box
                if box == boxes.count {
                    boxes.append(
                        Box(kind: .module, scope: Array(layer.scope[..<(depth - 1)]), title: layer.scope[depth - 1]))
                }
            } else {
                box = boxes.count
                boxes.append(Box(kind: .layer, scope: layer.scope, title: NameScope.lastPart(of: layer.name)))
            }
            boxes[box].add(layer)
            for input in layer.inputs { connect(input, to: box) }
            for output in layer.outputs { sources[output] = box }
        }

        private mutating func connect(_ value: String, to target: Int) {
            guard let source = sources[value], source != target, drawn.insert([source, target]).inserted else { return }
            edges.append(Edge(source: source, target: target, type: types[value]))
        }
    }
}

extension GraphDrawing.Box {
    fileprivate mutating func add(_ layer: Layer) {
        if let index = operators.firstIndex(where: { $0.name == layer.operatorType }) {
            operators[index].count += 1
        } else {
            operators.append((layer.operatorType, 1))
        }
        type = layer.outputType
        parameters = SaturatingSum.of(parameters, layer.parameters)
        macs = SaturatingSum.of(macs, layer.macs)
    }

    /// The module's own name after those around it; of a layer only those around it.
    var path: [String] { kind == .module ? scope + [title] : scope }

    /// Whether the two are made the same way, whatever they are called.
    func isTwin(of other: Self) -> Bool {
        kind == other.kind && scope == other.scope && type == other.type && parameters == other.parameters
            && macs == other.macs && operators.elementsEqual(other.operators, by: ==)
    }
}
