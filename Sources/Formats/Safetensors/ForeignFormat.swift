/// What a file is that was mistaken for a safetensors file, by its first bytes.
package enum ForeignFormat: String, Sendable, Hashable, CaseIterable {
    case empty = "an empty file"
    case torchZip = "a PyTorch checkpoint (zip)"
    case pickle = "a PyTorch checkpoint (pickle)"
    case lfsPointer = "a Git LFS pointer, not the file itself"
    case webPage = "a web page"
    case hdf5 = "an HDF5 file"
    case gzip = "a gzip archive"
    case onnx = "an ONNX model"

    init?(_ bytes: UnsafeRawBufferPointer) {
        func starts(_ prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }
        func starts(_ prefix: String) -> Bool { starts(Array(prefix.utf8)) }

        if bytes.isEmpty {
            self = .empty
        } else if starts("PK\u{3}\u{4}") {
            self = .torchZip
        } else if bytes.count >= 3, bytes[0] == 0x80, (2...5).contains(bytes[1]), !Self.hasJSONAtEight(bytes) {
            // Pickle's PROTO opcode and version. A header whose length begins so has its brace at byte 8.
            self = .pickle
        } else if starts("version https://git-lfs") {
            self = .lfsPointer
        } else if starts("<!DOCTYPE") || starts("<!doctype") || starts("<html") {
            self = .webPage
        } else if starts([0x89, 0x48, 0x44, 0x46]) {
            self = .hdf5
        } else if starts([0x1F, 0x8B]), !Self.hasJSONAtEight(bytes) {
            self = .gzip
        } else if bytes.count >= 4, bytes[0] == 0x08, bytes[1] < 0x20, bytes[2] == 0x12, !Self.hasJSONAtEight(bytes) {
            // Field 1 (ir_version), then field 2 (producer_name).
            self = .onnx
        } else {
            return nil
        }
    }

    private static func hasJSONAtEight(_ bytes: UnsafeRawBufferPointer) -> Bool {
        bytes.count > 8 && bytes[8] == UInt8(ascii: "{")
    }

    var fix: String {
        switch self {
        case .torchZip, .pickle:
            "convert it once with Python: safetensors.torch.save_file(torch.load(FILE, weights_only=True), OUT)"
        case .lfsPointer: "fetch the file itself: git lfs pull"
        case .webPage: "download the file again, from its resolve/ address"
        case .onnx: "hand an ONNX model over with --model, or give the weights that it was made from"
        case .empty, .hdf5, .gzip: "give the weights as a .safetensors file"
        }
    }
}
