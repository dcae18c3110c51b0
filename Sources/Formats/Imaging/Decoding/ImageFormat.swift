/// The format of an image, by its first bytes; the file's name does not count.
package enum ImageFormat: String, Sendable, Hashable, CaseIterable {
    case jpeg = "JPEG"
    case png = "PNG"

    /// `nil` if the bytes start like neither.
    package init?(_ bytes: UnsafeRawBufferPointer) {
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else {
            return nil
        }
    }

    /// What bytes that are neither seem to be, for the error message.
    package static func guess(_ bytes: UnsafeRawBufferPointer) -> String? {
        func starts(_ text: String, at offset: Int = 0) -> Bool {
            bytes.count >= offset && bytes.dropFirst(offset).starts(with: text.utf8)
        }
        if starts("GIF8") { return "a GIF" }
        if starts("RIFF") && starts("WEBP", at: 8) { return "a WebP image" }
        if starts("ftypavif", at: 4) { return "an AVIF image" }
        if starts("ftyp", at: 4) { return "an HEIF image or a video" }
        if starts("II*\0") || starts("MM\0*") { return "a TIFF" }
        if starts("BM") { return "a BMP" }
        if starts("PK") { return "a zip archive" }
        if starts("%PDF") { return "a PDF" }
        let head = bytes.prefix(512)
        let isText = head.allSatisfy { $0 >= 0x20 && $0 != 0x7F || [0x09, 0x0A, 0x0D].contains($0) }
        return isText ? "text" : nil
    }
}
