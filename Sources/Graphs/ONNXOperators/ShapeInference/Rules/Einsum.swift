internal import ONNX

/// Einstein's sums: `bij,bjk->bik`, with `...` for any axes that all operands share.
enum Einsum {
    static func infer(_ context: inout NodeContext) throws {
        let type = try context.element(0)
        context.set(0, type, nil)
        let equation = try context.node.text("equation", default: "").utf8.filter { $0 != UInt8(ascii: " ") }
        guard !equation.isEmpty, context.inputs.indices.allSatisfy({ context.shape($0) != nil }) else { return }
        let (left, right) = sides(equation)
        let terms = left.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard terms.count == context.inputs.count else {
            throw context.node.refusal("equation", "it is for \(terms.count) inputs, found \(context.inputs.count)")
        }
        var labels = Labels()
        for (index, term) in terms.enumerated() {
            try labels.add(parse(Array(term)), context.shape(index) ?? [], context, index)
        }
        context.set(0, type, try labels.shape(right.map(parse), context))
    }

    /// What denotes an axis, or several.
    private enum Symbol {
        case letter(UInt8)
        case ellipsis
    }

    private static func sides(_ equation: [UInt8]) -> (left: [UInt8], right: [UInt8]?) {
        for index in equation.indices.dropLast() {
            if equation[index] == UInt8(ascii: "-"), equation[index + 1] == UInt8(ascii: ">") {
                return (Array(equation[..<index]), Array(equation[(index + 2)...]))
            }
        }
        return (equation, nil)
    }

    private static func parse(_ term: [UInt8]) -> [Symbol] {
        var symbols: [Symbol] = []
        var index = 0
        while index < term.count {
            if term[index...].starts(with: "...".utf8) {
                symbols.append(.ellipsis)
                index += 3
                continue
            }
            if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(term[index] | 0x20) {
                symbols.append(.letter(term[index]))
            }
            index += 1
        }
        return symbols
    }

    private struct Labels {
        var sizes: [UInt8: Dimension] = [:]
        var repeated: Set<UInt8> = []
        var ellipsis: [Dimension]?

        mutating func add(
            _ term: [Symbol], _ shape: [Dimension], _ context: NodeContext, _ index: Int
        ) throws {
            let letters = term.count { if case .letter = $0 { true } else { false } }
            let open = shape.count - letters
            guard term.count <= letters + 1 else {
                throw context.node.refusal("equation", "'...' is there twice for input \(index)")
            }
            let hasEllipsis = term.count > letters
            guard hasEllipsis ? open >= 0 : open == 0 else {
                throw context.node.refusal("equation", "input \(index) has another rank: \(shape.text)")
            }
            if hasEllipsis, let ellipsis, ellipsis.count != open {
                throw context.node.refusal("equation", "'...' denotes \(ellipsis.count) axes and also \(open)")
            }
            var axis = 0
            for symbol in term {
                switch symbol {
                case .letter(let letter):
                    guard axis < shape.count else { break }
                    if sizes[letter] == nil { sizes[letter] = shape[axis] } else { repeated.insert(letter) }
                    axis += 1
                case .ellipsis:
                    let own = Array(shape[axis..<axis + open])
                    // Axes of size 1 stretch.
                    ellipsis =
                        ellipsis.map { known in
                            zip(known, own).map { $0 == 1 && ($1.size ?? 0) > 1 ? $1 : $0 }
                        } ?? own
                    axis += open
                }
            }
        }

        /// Without a right side: the axes of `...`, then the letters that occur once, in the order of the alphabet.
        func shape(_ right: [Symbol]?, _ context: NodeContext) throws -> [Dimension] {
            guard let right else {
                return (ellipsis ?? [])
                    + sizes.keys.sorted().filter { !repeated.contains($0) }.map { sizes[$0] ?? .unknown }
            }
            var result: [Dimension] = []
            for symbol in right {
                switch symbol {
                case .ellipsis: result += ellipsis ?? []
                case .letter(let letter):
                    guard let size = sizes[letter] else {
                        let name = Character(UnicodeScalar(letter))
                        throw context.node.refusal("equation", "'\(name)' is in no input")
                    }
                    result.append(size)
                }
            }
            return result
        }
    }
}
