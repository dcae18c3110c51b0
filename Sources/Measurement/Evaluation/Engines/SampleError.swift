package import Diagnostics

/// Why a sample does not fit a network's input.
package enum SampleError: UserError, Equatable {
    /// There is nothing for this input.
    case missing(input: String)
    case wrongSize(input: String, expected: Int, found: Int)
    /// NV12 has one chroma value for each 2 x 2 pixels.
    case oddSize(input: String)

    package var message: String {
        switch self {
        case .missing(let input): "no data for input '\(input)'"
        case .wrongSize(let input, let expected, let found):
            "input '\(input)' has \(expected) elements, but \(found) were given"
        case .oddSize(let input): "input '\(input)': NV12 requires an even size"
        }
    }

    package var fix: String? {
        switch self {
        case .missing(let input): "pass --input \(input)=PATH with float32 values (.npy or raw)"
        case .wrongSize: "pass data of the input's shape; `repvit-convert inspect` prints it"
        case .oddSize: nil
        }
    }

    package var exitStatus: ExitStatus {
        if case .missing = self { .usage } else { .failure }
    }
}
