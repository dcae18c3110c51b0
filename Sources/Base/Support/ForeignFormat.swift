/// What a file is that was taken for something else, as its first bytes show.
package enum ForeignFormat: String, Sendable, CaseIterable {
    case empty = "an empty file"
    case gitLFSPointer = "a Git LFS pointer, not the file it points to"
    case webPage = "a web page, so the download returned an error page"
    case zip = "a zip archive, as torch.save writes them"
    case pickle = "a Python pickle, as torch.save wrote them before 1.6"
    case safetensors = "a safetensors file"
    case onnx = "an ONNX model"
    case compiledModel = "a compiled model; see `repvit-convert inspect`"
    case tensorFlowLite = "a TensorFlow Lite model"
    case hdf5 = "an HDF5 file"
    case gzip = "a gzip archive"
    case png = "a PNG image"
    case jpeg = "a JPEG image"
    case executable = "an executable"
    case text = "a text file"

    /// `nil` if the bytes show nothing.
    ///
    /// - Parameter bytes: the start of the file, 512 bytes or more if it has them.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        let head = Array(bytes.prefix(512))
        func starts(_ signature: [UInt8]) -> Bool { head.starts(with: signature) }
        let ascii = String(decoding: head.prefix { $0 < 0x80 }, as: UTF8.self)
        let markup = ascii.drop(while: \.isWhitespace).prefix(14).lowercased()

        if head.isEmpty {
            self = .empty
        } else if head.count > 16, head[4..<8].allSatisfy({ $0 == 0 }), head[8] == UInt8(ascii: "{") {
            // The length of a JSON header comes first, and may look like any of the signatures below.
            self = .safetensors
        } else if ascii.hasPrefix("version https://git-lfs") {
            self = .gitLFSPointer
        } else if markup.hasPrefix("<!doctype html") || markup.hasPrefix("<html") {
            self = .webPage
        } else if starts([0x50, 0x4B, 0x03, 0x04]) {
            self = .zip
        } else if head.count >= 3, head[0] == 0x80, (2...5).contains(head[1]) {
            // Pickle's PROTO opcode and version.
            self = .pickle
        } else if head.count >= 4, head[0] == 0x08, head[1] < 0x20, head[2] == 0x12 {
            // Field 1 (ir_version), then field 2 (producer_name).
            self = .onnx
        } else if starts([0x08, 0x01, 0x10]) {
            // Field 2 of hb_mapper's container is a number, of ONNX a text.
            self = .compiledModel
        } else if head.dropFirst(4).starts(with: "TFL3".utf8) {
            self = .tensorFlowLite
        } else if starts([0x89, 0x48, 0x44, 0x46]) {
            self = .hdf5
        } else if starts([0x1F, 0x8B]) {
            self = .gzip
        } else if starts([0x89, 0x50, 0x4E, 0x47]) {
            self = .png
        } else if starts([0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if starts([0x7F, 0x45, 0x4C, 0x46]) {
            self = .executable
        } else if Self.isText(head) {
            self = .text
        } else {
            return nil
        }
    }

    /// Whether these bytes are UTF-8 without control characters. The last character may be cut off.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        guard bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || (9...13).contains($0) }) else { return false }
        return (0...min(3, bytes.count - 1)).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
    }
}
