/// Two tensors broadcast against each other, as rows along the last axis of the result.
struct BroadcastRows: Sendable {
    /// Of the result.
    let shape: [Int]
    /// Elements of a row.
    let length: Int
    /// From one element of a row to the next: 1, or 0 where the tensor is broadcast.
    let xStep: Int
    let yStep: Int
    /// The other axes of the result, and from one place on each to the next, in elements.
    private let axes: [(size: Int, x: Int, y: Int)]

    /// - Throws: ``RuntimeError/node(node:problem:)`` for shapes that do not go together.
    init(_ x: [Int], _ y: [Int], _ context: NodeContext) throws {
        let rank = max(x.count, y.count, 1)
        let left = [Int](repeating: 1, count: rank - x.count) + x
        let right = [Int](repeating: 1, count: rank - y.count) + y
        guard zip(left, right).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else {
            throw context.failure("shapes \(x) and \(y) cannot be broadcast")
        }
        shape = zip(left, right).map { max($0, $1) }
        let (xSteps, ySteps) = (Self.steps(left), Self.steps(right))
        length = shape[rank - 1]
        xStep = xSteps[rank - 1]
        yStep = ySteps[rank - 1]
        let shape = shape
        axes = (0..<rank - 1).map { (shape[$0], xSteps[$0], ySteps[$0]) }.filter { $0.0 > 1 }
    }

    private static func steps(_ shape: [Int]) -> [Int] {
        var steps = [Int](repeating: 0, count: shape.count)
        var step = 1
        for axis in shape.indices.reversed() {
            steps[axis] = shape[axis] == 1 ? 0 : step
            step *= shape[axis]
        }
        return steps
    }

    /// Calls `body` for each row of the result with its number and where it starts in both tensors, in elements.
    func forEach(_ body: (_ row: Int, _ x: Int, _ y: Int) -> Void) {
        let count = axes.reduce(1) { $0 * $1.size }
        var places = [Int](repeating: 0, count: axes.count)
        var (x, y) = (0, 0)
        for row in 0..<count {
            body(row, x, y)
            for index in axes.indices.reversed() {
                let axis = axes[index]
                places[index] += 1
                x += axis.x
                y += axis.y
                if places[index] < axis.size { break }
                places[index] = 0
                x -= axis.size * axis.x
                y -= axis.size * axis.y
            }
        }
    }
}
