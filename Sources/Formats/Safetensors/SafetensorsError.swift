package import Diagnostics
package import Support

/// Why a file is not read as safetensors.
package enum SafetensorsError: UserError, Equatable {
    /// The file is something else.
    case foreign(path: String, format: ForeignFormat)
    case malformed(path: String, problem: SafetensorsProblem)

    package var message: String {
        switch self {
        case .foreign(_, let format): "this is \(format.rawValue); a safetensors file is expected"
        case .malformed(_, let problem): problem.message
        }
    }

    package var fix: String? {
        switch self {
        case .foreign(_, let format): Self.fix(format)
        case .malformed: "get the file again, or save it again with safetensors"
        }
    }

    private static func fix(_ format: ForeignFormat) -> String {
        switch format {
        case .zip, .pickle:
            "convert it once with Python: safetensors.torch.save_file(torch.load(FILE, weights_only=True), OUT)"
        case .gitLFSPointer: "fetch the file itself: git lfs pull"
        case .webPage: "download the file again, from its resolve/ address"
        case .onnx: "pass an ONNX model with --model, or the weights that it was made from"
        default: "pass the weights as a .safetensors file"
        }
    }

    package var location: SourceLocation? {
        switch self {
        case .foreign(let path, _), .malformed(let path, _): SourceLocation(path: path)
        }
    }
}
