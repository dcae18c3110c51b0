internal import ONNX

/// Operators that sample images at places of a grid, or make the grid.
enum Sampling {
    /// Data `[N, C, ...]`, grid `[N, ..., axes]`.
    static func grid(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard let data = context.shape(0), let grid = context.shape(1) else { return }
        guard data.count >= 3, grid.count == data.count else {
            throw context.failure("data \(data.text) and grid \(grid.text) differ in rank, or have less than 3 axes")
        }
        if let last = grid[grid.count - 1].size, last != data.count - 2 {
            throw context.failure("grid \(grid.text) does not name \(data.count - 2) places")
        }
        var batch = data[0]
        try context.unify(&batch, grid[0])
        context.set(0, type, [batch, data[1]] + Array(grid[1..<grid.count - 1]))
    }

    /// From sizes `[N, C, ...]`, a grid `[N, ..., axes]`.
    static func affineGrid(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        guard context.shape(0) != nil else { return }
        _ = try context.shape(1, rank: 1)
        guard let size = try context.shapeInput(1, "size") else { return }
        guard size.count == 4 || size.count == 5 else { throw context.failure("'size' has \(size.count) elements") }
        context.set(0, type, [size[0]] + Array(size[2...]) + [.fixed(size.count - 2)])
    }
}
