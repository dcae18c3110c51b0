internal import Diagnostics

/// Why an edited graph cannot be written out.
package enum GraphEditingError: UserError, Equatable {
    /// A fused weight is beyond the range of float32.
    case overflow(tensor: String)

    package var message: String {
        switch self {
        case .overflow(let tensor): "'\(tensor)' would have numbers beyond the range of float32"
        }
    }

    package var fix: String? { "these do not look like trained weights; check the model" }
}
