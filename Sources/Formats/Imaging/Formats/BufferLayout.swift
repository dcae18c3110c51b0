/// Where the rows and planes of NV12 are in a buffer of the board.
///
/// The runtime of the board accepts rows whose length is a multiple of some power of two, and wants the buffer filled up;
/// the bytes between are 0.
package struct BufferLayout: Sendable, Hashable {
    /// A row has a multiple of this many bytes.
    package let rowAlignment: Int
    /// Each plane has a multiple of this many bytes.
    package let planeAlignment: Int

    /// Alignments that can be asked for.
    package static let alignments = 1...65536

    /// - Precondition: both are in ``alignments``.
    package init(rowAlignment: Int = 1, planeAlignment: Int = 1) {
        precondition(Self.alignments.contains(rowAlignment) && Self.alignments.contains(planeAlignment))
        self.rowAlignment = rowAlignment
        self.planeAlignment = planeAlignment
    }

    /// No gaps.
    package static let packed = BufferLayout()

    /// Bytes from one row to the next.
    package func stride(width: Int) -> Int { Self.rounded(width, to: rowAlignment) }

    /// Where the chroma plane starts.
    package func chromaOffset(width: Int, height: Int) -> Int {
        Self.rounded(stride(width: width) * height, to: planeAlignment)
    }

    package func byteCount(width: Int, height: Int) -> Int {
        chromaOffset(width: width, height: height)
            + Self.rounded(stride(width: width) * (height / 2), to: planeAlignment)
    }

    /// Packed NV12 with its rows and planes in their places.
    func spread(_ packed: [UInt8], width: Int, height: Int) -> [UInt8] {
        guard self != .packed else { return packed }
        let stride = stride(width: width)
        let chroma = chromaOffset(width: width, height: height)
        var out = [UInt8](repeating: 0, count: byteCount(width: width, height: height))
        for row in 0..<height + height / 2 {
            let target = row < height ? row * stride : chroma + (row - height) * stride
            out.replaceSubrange(target..<target + width, with: packed[row * width..<(row + 1) * width])
        }
        return out
    }

    /// The rows and planes without their gaps; `nil` if the bytes do not fit the size.
    func gathered(_ bytes: UnsafeRawBufferPointer, width: Int, height: Int) -> [UInt8]? {
        guard width > 0, height > 0, width % 2 == 0, height % 2 == 0,
            bytes.count == byteCount(width: width, height: height)
        else { return nil }
        let stride = stride(width: width)
        let chroma = chromaOffset(width: width, height: height)
        var out: [UInt8] = []
        out.reserveCapacity(width * height * 3 / 2)
        for row in 0..<height + height / 2 {
            let source = row < height ? row * stride : chroma + (row - height) * stride
            out.append(contentsOf: bytes[source..<source + width])
        }
        return out
    }

    var suffix: String {
        (rowAlignment > 1 ? "-rows\(rowAlignment)" : "") + (planeAlignment > 1 ? "-planes\(planeAlignment)" : "")
    }

    private static func rounded(_ value: Int, to alignment: Int) -> Int {
        (value + alignment - 1) / alignment * alignment
    }
}
