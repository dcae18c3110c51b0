internal import ONNX

/// Operators on strings.
enum Texts {
    static func concat(_ context: inout NodeContext) throws {
        context.set(0, try context.element(0), try context.broadcast(inputs: 0..<2))
    }

    static func match(_ context: inout NodeContext) throws {
        _ = try context.knownType(0)
        context.set(0, .bool, context.shape(0))
    }

    /// The pieces of each string on a new axis, and how many there are.
    static func split(_ context: inout NodeContext) throws {
        guard let shape = context.shape(0), context.elementType(0) == .string else { return }
        context.set(0, .string, shape + [.unknown])
        context.set(1, .int64, shape)
    }

    /// `[C]` or `[1, C]`: words may be dropped.
    static func normalize(_ context: inout NodeContext) throws {
        context.set(0, .string, nil)
        guard let shape = context.shape(0) else { return }
        guard shape.count == 1 || shape.count == 2 && shape[0] == 1 else {
            throw context.failure("expected [C] or [1, C], found \(shape.text)")
        }
        context.set(0, .string, shape.dropLast() + [.unknown])
    }

    /// One number for each n-gram.
    static func ngrams(_ context: inout NodeContext) throws {
        context.set(0, .float, nil)
        guard let shape = context.shape(0) else { return }
        let indexes = try context.node.integers("ngram_indexes") ?? []
        guard let largest = indexes.max(), indexes.allSatisfy({ $0 >= 0 }) else {
            throw context.node.refusal("ngram_indexes", "it is empty or has a negative index")
        }
        guard shape.count == 1 || shape.count == 2 else {
            throw context.failure("expected [C] or [N, C], found \(shape.text)")
        }
        context.set(0, .float, shape.dropLast() + [.fixed(try context.sum(largest, 1))])
    }

    /// An image from the bytes of its file.
    static func decodeImage(_ context: inout NodeContext) throws {
        _ = try context.shape(0, rank: 1)
        context.set(0, .uint8, .open(3))
    }
}
