internal import Support

/// What a file is that somebody took for a model.
enum ForeignFormat {
    /// In words, if the first bytes show it. None of these can begin an ONNX model.
    static func description(of bytes: ByteView) -> String? {
        let head = bytes.withUnsafeBytes { Array($0.prefix(512)) }
        func begins(_ text: String) -> Bool { head.starts(with: text.utf8) }
        if begins("version https://git-lfs") {
            return "it is a Git LFS pointer, so the real file has not been fetched (git lfs pull)"
        }
        let text = String(validating: head.prefix { $0 < 0x80 }, as: UTF8.self) ?? ""
        let start = text.drop { $0.isWhitespace }.prefix(14).lowercased()
        if start.hasPrefix("<!doctype html") || start.hasPrefix("<html") {
            return "it is a web page, so the download gave an error page instead of the file"
        }
        if begins("PK\u{3}\u{4}") { return "it is a zip archive, as torch.save writes them" }
        if begins("\u{89}PNG") || head.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "it is a PNG image" }
        if head.starts(with: [0xFF, 0xD8, 0xFF]) { return "it is a JPEG image" }
        if head.starts(with: [0x89, 0x48, 0x44, 0x46]) { return "it is an HDF5 file" }
        if head.starts(with: [0x1F, 0x8B]) { return "it is compressed by gzip" }
        if head.starts(with: [0x7F, 0x45, 0x4C, 0x46]) { return "it is a program" }
        if head.starts(with: [0x80, 0x02]) || head.starts(with: [0x80, 0x04]) { return "it is a Python pickle" }
        if head.count > 16, head[8] == UInt8(ascii: "{"), head[4..<8].allSatisfy({ $0 == 0 }) {
            return "it is a safetensors file"
        }
        // Field 2 of hb_mapper's container is a number, of ONNX a text.
        if head.starts(with: [0x08, 0x01, 0x10]) { return "it is a compiled model; see `repvit-convert inspect`" }
        if head.dropFirst(4).starts(with: "TFL3".utf8) { return "it is a TensorFlow Lite model" }
        if isText(head) { return "it is a text file" }
        return nil
    }

    /// Whether these bytes are UTF-8 without control characters. The last character may be cut off.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        guard !bytes.isEmpty, bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || (9...13).contains($0) }) else {
            return false
        }
        return (0...min(3, bytes.count - 1)).contains { String(validating: bytes.dropLast($0), as: UTF8.self) != nil }
    }
}
