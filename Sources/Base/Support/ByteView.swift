internal import Glibc

/// Bytes with an owner: a range of a ``MappedFile``, or an array.
///
/// Copying a view copies neither; the owner lives as long as its last view.
package struct ByteView: Sendable {
    private enum Owner: Sendable {
        case file(MappedFile)
        case array([UInt8])
    }

    private let owner: Owner
    private let range: Range<Int>

    /// A range of a mapped file.
    ///
    /// - Precondition: the range lies within the file: check what a file claims before calling.
    package init(_ file: MappedFile, _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= file.count, "range outside of the file")
        owner = .file(file)
        self.range = range
    }

    /// A whole file, mapped.
    ///
    /// - Throws: ``FileError``.
    package init(contentsOf path: String) throws(FileError) {
        let file = try MappedFile(path: path)
        self.init(file, 0..<file.count)
    }

    package init(_ bytes: [UInt8]) {
        owner = .array(bytes)
        range = 0..<bytes.count
    }

    /// The elements' bytes in this machine's order, which is little-endian on every supported one.
    package init<Element: BitwiseCopyable>(elements: [Element]) {
        self.init(elements.withUnsafeBytes { Array($0) })
    }

    /// A part of these bytes, counted from their start; `nil` if it goes beyond them.
    package func slice(_ part: Range<Int>) -> ByteView? {
        guard part.lowerBound >= 0, part.upperBound <= count else { return nil }
        return ByteView(owner, range.lowerBound + part.lowerBound..<range.lowerBound + part.upperBound)
    }

    private init(_ owner: Owner, _ range: Range<Int>) {
        self.owner = owner
        self.range = range
    }

    package var count: Int { range.count }
    package var isEmpty: Bool { range.isEmpty }

    /// Lends the bytes for the duration of the call.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch owner {
        case .file(let file):
            return try file.withUnsafeBytes { (all: UnsafeRawBufferPointer) throws(Failure) -> Result in
                try body(UnsafeRawBufferPointer(rebasing: all[range]))
            }
        case .array(let bytes):
            let range = self.range
            return try bytes.span.withUnsafeBytes { (all: UnsafeRawBufferPointer) throws(Failure) -> Result in
                try body(UnsafeRawBufferPointer(rebasing: all[range]))
            }
        }
    }

    /// A copy as elements of a type; whatever does not fill a last element is left out.
    package func elements<Element: BitwiseCopyable>(as type: Element.Type) -> [Element] {
        withUnsafeBytes { bytes in
            let count = bytes.count / MemoryLayout<Element>.stride
            return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
                UnsafeMutableRawBufferPointer(buffer).copyMemory(
                    from: UnsafeRawBufferPointer(rebasing: bytes[0..<count * MemoryLayout<Element>.stride]))
                initialized = count
            }
        }
    }
}

extension ByteView: Equatable {
    package static func == (lhs: Self, rhs: Self) -> Bool {
        guard lhs.count == rhs.count, lhs.count > 0 else { return lhs.count == rhs.count }
        return lhs.withUnsafeBytes { left in
            rhs.withUnsafeBytes { right in
                guard let first = left.baseAddress, let second = right.baseAddress else { return false }
                return memcmp(first, second, left.count) == 0
            }
        }
    }
}
