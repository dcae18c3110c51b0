internal import Support

/// The header of NumPy's `.npy` files.
///
/// Source: NEP 1, "A simple file format for NumPy arrays", versions 1.0 to 3.0.
package struct NPY: Sendable, Hashable {
    /// The type as NumPy writes it: `<f4`, `|u1`.
    package let descriptor: String
    package let shape: [Int]
    package let isFortranOrder: Bool
    /// Where the numbers start.
    package let dataOffset: Int

    private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)

    /// Bytes of an element; `nil` for types that are not plain numbers.
    package var elementBytes: Int? {
        guard let kind = descriptor.dropFirst().first, "fiu".contains(kind), let size = Int(descriptor.dropFirst(2)),
            [1, 2, 4, 8].contains(size)
        else { return nil }
        return size
    }

    /// The number of elements; `nil` if there is none so large.
    package var count: Int? { checkedProduct(shape) }

    /// Reads a header; `nil` if the bytes do not start with a sound one.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 12, bytes.starts(with: Self.magic) else { return nil }
        let length: Int
        let start: Int
        switch bytes[6] {
        case 1: (length, start) = (Int(bytes[8]) | Int(bytes[9]) << 8, 10)
        case 2, 3:
            (length, start) = ((0..<4).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }, 12)
        default: return nil
        }
        guard length <= 1 << 20, length <= bytes.count - start else { return nil }
        let text = String(decoding: bytes[start..<start + length], as: UTF8.self)
        guard let descriptor = Self.value(of: "descr", in: text)?.split(separator: "'").first,
            let order = Self.value(of: "fortran_order", in: text),
            let open = text.firstRange(of: "'shape':").map({ text[$0.upperBound...] }),
            let left = open.firstIndex(of: "("), let right = open.firstIndex(of: ")"), left < right
        else { return nil }
        var shape: [Int] = []
        for word in open[open.index(after: left)..<right].split(separator: ",") {
            let digits = word.filter { $0 != " " }
            guard let side = Int(digits), side >= 0 else { return nil }
            shape.append(side)
        }
        self.descriptor = String(descriptor)
        self.shape = shape
        isFortranOrder = order.hasPrefix("True")
        dataOffset = start + length
    }

    private static func value(of key: String, in text: String) -> Substring? {
        guard let range = text.firstRange(of: "'\(key)':") else { return nil }
        return text[range.upperBound...].drop { $0 == " " }
    }

    /// The header of version 1.0, as NumPy writes it: filled up to a multiple of 64 bytes.
    static func header(shape: [Int], element: SampleFormat.Element) -> [UInt8] {
        let descriptor = element == .float32 ? "<f4" : "|u1"
        let sides = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
        var text = "{'descr': '\(descriptor)', 'fortran_order': False, 'shape': (\(sides)), }"
        text += String(repeating: " ", count: (64 - (10 + text.utf8.count + 1) % 64) % 64) + "\n"
        return magic + [1, 0, UInt8(text.utf8.count & 255), UInt8(text.utf8.count >> 8)] + Array(text.utf8)
    }
}
