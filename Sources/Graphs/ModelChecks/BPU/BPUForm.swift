internal import InputContract
internal import ONNX
internal import ONNXOperators

/// What the BPU's limits are looked up in: a model's graph, its shapes, and the processor.
struct BPUGraph {
    let index: GraphIndex
    let shapes: ShapeInference
    let march: March
    let files: ExternalFiles?

    init(_ context: CheckContext) {
        index = GraphIndex(context.model)
        shapes = context.shapes
        march = context.march
        files = context.model.externalFiles
    }
}

/// A node as the BPU's limits see it: sizes, windows, and which operands are constants.
struct BPUForm {
    let node: Node
    let graph: BPUGraph

    init(_ node: Node, _ graph: BPUGraph) {
        self.node = node
        self.graph = graph
    }

    /// The sizes of an input, if all are known.
    func sizes(_ index: Int) -> [Int]? {
        index < node.inputs.count ? graph.shapes.shape(of: node.inputs[index])?.sizes : nil
    }

    var outputSizes: [Int]? { node.outputs.first.flatMap { graph.shapes.shape(of: $0)?.sizes } }

    func constant(_ index: Int) -> Tensor? {
        index < node.inputs.count ? graph.index.constant(node.inputs[index]) : nil
    }

    func floats(_ index: Int) -> [Float]? { constant(index).flatMap { try? $0.floats(in: graph.files) } }
    func integers(_ index: Int) -> [Int64]? { constant(index).flatMap { try? $0.integers(in: graph.files) } }

    func number(_ name: String, default value: Int) -> Int { (try? node.integer(name, default: value)) ?? value }
    func text(_ name: String, default value: String) -> String { (try? node.text(name, default: value)) ?? value }

    /// A list of integers, one for each spatial axis; `[value, value]` where the attribute is not there.
    func window(_ name: String, default value: Int) -> [Int] { (try? node.integers(name)) ?? [value, value] }

    var strides: [Int] { window("strides", default: 1) }
    var dilations: [Int] { window("dilations", default: 1) }
    var pads: [Int] { (try? node.integers("pads")) ?? [0] }
    var group: Int { number("group", default: 1) }

    /// The axes of a reduction, counted from the front: an attribute, or from opset 13 and 18 on an input.
    var axes: [Int]? {
        let stated = (try? node.integers("axes")) ?? integers(1)?.map { Int($0) }
        guard let axes = stated else { return nil }
        let rank = sizes(0)?.count ?? 4
        return axes.map { $0 < 0 ? $0 + rank : $0 }
    }
}

extension BPUForm {
    /// `strides 257 x 257, expected 1 to 256`, if a value is out of range.
    static func beyond(_ values: [Int], _ range: ClosedRange<Int>, _ what: String) -> BPUSupport.Placement? {
        guard !values.allSatisfy(range.contains) else { return nil }
        let list = values.map(String.init).joined(separator: " x ")
        return .cpu(reason: "\(what) \(list), expected \(range.lowerBound) to \(range.upperBound)")
    }
}
