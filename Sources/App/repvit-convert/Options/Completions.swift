import ArgumentParser
import InputContract

extension CompletionKind {
    static let onnx = CompletionKind.file(extensions: ["onnx"])
    static let yaml = CompletionKind.file(extensions: ["yaml", "yml"])
    static let safetensors = CompletionKind.file(extensions: ["safetensors"])
    static let images = CompletionKind.file(extensions: ["jpg", "jpeg", "png", "JPG", "JPEG", "PNG"])

    /// The names of the built-in presets.
    static let presets = CompletionKind.list(Preset.all.map(\.identifier))
}
