internal import GraphEditing
internal import ONNX

/// What only asks for sizes that are known becomes a constant.
///
///     Shape(x [1, 3, 224, 224])                      becomes      [1, 3, 224, 224]
///     Gather(Shape(x [N, 3, 224, 224]), 1)           becomes      3
enum FoldShapes: GraphPass {
    static let name = "fold-shapes"
    static let summary = "sizes that are known become constants"

    static func run(_ graph: inout EditableGraph, _ options: PassOptions) -> Int {
        var count = 0
        for id in graph.order() {
            guard let node = graph[id], let output = node.onlyOutput, !graph.outputs.contains(output) else { continue }
            let constant: Tensor? =
                switch node.operatorType {
                case "Shape" where node.isStandard:
                    sizes(node, graph).map { Tensor(name: output, shape: [$0.count], integers: $0.map { Int64($0) }) }
                case "Size" where node.isStandard:
                    graph.sizes(node.inputs[0]).flatMap { elementCount($0) }.map {
                        Tensor(name: output, shape: [], integers: [Int64($0)])
                    }
                case "Gather" where node.isStandard: gathered(node, output, graph)
                default: nil
                }
            guard let constant else { continue }
            graph.remove(id)
            graph.insertConstant(constant)
            count += 1
        }
        return count
    }

    private static func range(_ node: Node, rank: Int) -> Range<Int>? {
        guard var start = try? node.integer("start", default: 0), var end = try? node.integer("end", default: rank)
        else { return nil }
        start = min(max(start < 0 ? start + rank : start, 0), rank)
        end = min(max(end < 0 ? end + rank : end, start), rank)
        return start..<end
    }

    private static func sizes(_ node: Node, _ graph: EditableGraph) -> [Int]? {
        guard let input = node.inputs.first, let shape = graph.shape(input), let range = range(node, rank: shape.count)
        else { return nil }
        let sizes = shape[range].compactMap(\.size)
        return sizes.count == range.count ? sizes : nil
    }

    private static func elementCount(_ sizes: [Int]) -> Int? {
        Tensor(shape: sizes, elementType: .float, data: .floats([])).elementCount
    }

    /// Known sizes out of a shape of which others are not known.
    private static func gathered(_ node: Node, _ output: String, _ graph: EditableGraph) -> Tensor? {
        guard node.inputs.count == 2, let source = graph.producer(of: node.inputs[0], "Shape")?.node,
            (try? node.integer("axis", default: 0)) == 0, let input = source.inputs.first,
            let shape = graph.shape(input), let range = range(source, rank: shape.count),
            let indices = graph.constants.integers(node.inputs[1]),
            let indexShape = graph.constants.shape(node.inputs[1])
        else { return nil }
        var values: [Int64] = []
        for index in indices {
            let index = index < 0 ? index + range.count : index
            guard (0..<range.count).contains(index), let size = shape[range.lowerBound + index].size else { return nil }
            values.append(Int64(size))
        }
        return Tensor(name: output, shape: indexShape, integers: values)
    }
}
