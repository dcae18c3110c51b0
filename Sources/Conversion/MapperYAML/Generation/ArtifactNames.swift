/// The names of a model's files: its ONNX file, its mapper YAML, and the prefix of what hb_mapper writes.
package struct ArtifactNames: Sendable, Hashable {
    /// The name of the model: `m0_9`, or whatever the user called it.
    package let name: String
    /// Whether the name is that of a RepViT variant, whose files have published names.
    package let isVariant: Bool

    /// The names of a RepViT variant: `repvit_m0_9.onnx`, `RepViT_m0_9_config.yaml`, `RepViT_m0_9_224x224_nv12`.
    package init(variant: String) {
        name = variant
        isVariant = true
    }

    /// The names of any other model: `net.onnx`, `net_config.yaml`, `net_224x224_nv12`.
    package init(model: String) {
        name = model
        isVariant = false
    }

    package var model: String { isVariant ? "repvit_\(name).onnx" : "\(name).onnx" }
    package var config: String { "\(stem)_config.yaml" }
    /// What the names of compiled models begin with.
    package var stem: String { isVariant ? "RepViT_\(name)" : name }
    /// What people call it.
    package var title: String { isVariant ? "RepViT \(name)" : name }

    /// Whether a text can be a name: letters, digits, `_` and `-`, at most 64, beginning with a letter or digit.
    package static func isValid(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 64, first != UInt8(ascii: "-"), first != UInt8(ascii: "_")
        else { return false }
        return text.utf8.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D: true
            default: false
            }
        }
    }
}
