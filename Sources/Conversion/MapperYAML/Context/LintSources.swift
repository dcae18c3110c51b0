package import Diagnostics
package import InputContract

/// An input of the float model, as its graph declares it: `[1, 3, 224, 224]`, 0 for a dynamic size.
package struct ModelInput: Sendable, Hashable {
    package var name: String
    package var shape: [Int]

    package init(name: String, shape: [Int]) {
        self.name = name
        self.shape = shape
    }
}

/// What is known of a config's float model.
package enum ModelReading: Sendable {
    /// It does not exist, or is not looked at.
    case unknown
    /// Its inputs, and what hb_mapper would reject (errors) or compile to slow code (warnings).
    case known([ModelInput], problems: [Finding] = [])
    /// It exists and is not an ONNX model; why.
    case unreadable(String)
}

/// What the manifest next to calibration data or board input data says about it. Unknown facts are `nil`.
package struct DataManifest: Sendable, Hashable {
    package var path: String
    package var nv12Range: NV12Range?
    /// `float32`.
    package var elementType: String?
    /// `rgbchw`: the order of channels and axes.
    package var layout: String?
    package var size: ImageSize?

    package init(
        path: String, nv12Range: NV12Range? = nil, elementType: String? = nil, layout: String? = nil,
        size: ImageSize? = nil
    ) {
        self.path = path
        self.nv12Range = nv12Range
        self.elementType = elementType
        self.layout = layout
        self.size = size
    }
}

/// What rules ask of files of other kinds. The owners of those formats answer.
package struct LintSources: Sendable {
    package var model: @Sendable (_ path: String) -> ModelReading
    package var manifest: @Sendable (_ folder: String) -> DataManifest?

    package init(
        model: @escaping @Sendable (_ path: String) -> ModelReading = { _ in .unknown },
        manifest: @escaping @Sendable (_ folder: String) -> DataManifest? = { _ in nil }
    ) {
        self.model = model
        self.manifest = manifest
    }
}
