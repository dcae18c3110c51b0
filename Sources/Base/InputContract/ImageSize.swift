/// Height and width in pixels, in the order in which every tool here writes them: `192x256` is 192 high.
package struct ImageSize: Sendable, Hashable, Codable, CustomStringConvertible {
    package var height: Int
    package var width: Int

    package init(height: Int, width: Int) {
        self.height = height
        self.width = width
    }

    package init(square side: Int) {
        self.init(height: side, width: side)
    }

    /// `224` or `192x256`; `nil` for anything else, and for sides outside ``sides``.
    package init?(_ text: String) {
        let parts = text.lowercased().split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let height = parts[0], let width = parts[parts.count - 1],
            Self.sides.contains(height), Self.sides.contains(width)
        else { return nil }
        self.init(height: height, width: width)
    }

    /// The lengths of a side that images are resized to.
    package static let sides = 1...4096

    package var isSquare: Bool { height == width }
    /// Whether both sides are even, as NV12 needs them: it has chroma for 2x2 pixels.
    package var isEven: Bool { height % 2 == 0 && width % 2 == 0 }
    package var pixels: Int { height * width }

    package var description: String { "\(height)x\(width)" }
}
