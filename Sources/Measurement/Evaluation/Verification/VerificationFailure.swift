internal import Diagnostics

/// Where the native engine does not compute what the vendor's tools do.
package enum VerificationFailure: UserError, Equatable {
    /// The first node whose result is not the vendor's runtime's; images are counted from 1.
    case node(String, image: Int)
    case simulator(different: Int, of: Int, image: Int)

    package var message: String {
        switch self {
        case .node(let node, let image):
            "the native engine differs from the vendor's runtime, first at node \(node) of image \(image)"
        case .simulator(let different, let count, let image):
            "the native engine differs from hbdk-sim in \(different) of \(count) logits of image \(image)"
        }
    }

    package var fix: String? {
        "do not rely on the quantized engine for this model (evaluate --engine vendor), and report it as a bug"
    }
}
